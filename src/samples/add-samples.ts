import { requireScope, type RequestContext } from '../platform/context.ts';
import { zoneOffsets } from '../platform/time.ts';
import { metrics, type MetricName } from './metrics.ts';
import { makeOrigins } from './origins.ts';
import { checkSamples, type GivenSample } from './sample.input.ts';
import { insertSamples } from './sample.write.ts';

export interface AddedSamples {
  accepted: number;
  /** Samples that were there already: same metric, device and start. The first one stays. */
  duplicates: number;
}

/**
 * Stores samples of the viewer, all or none. What is sent again changes nothing, so batches can come in any order, in parallel,
 * and as often as a client likes.
 * @throws DomainError FORBIDDEN without `samples:write`, BAD_USER_INPUT naming `samples.<index>.<field>`
 */
export async function addSamples(
  ctx: RequestContext,
  metric: MetricName,
  given: readonly GivenSample[],
): Promise<AddedSamples> {
  const viewer = requireScope(ctx, 'samples:write');
  const samples = checkSamples(metric, given);
  const offsetAt = zoneOffsets(viewer.timezone);
  const offsets = samples.startedAtMs.map((at, index) => samples.writtenOffsetMinutes[index] ?? offsetAt(at));
  const { code } = metrics[metric];
  const insert = () => insertSamples(ctx.em, viewer, code, samples, offsets);
  let accepted = await insert();
  if (accepted === undefined) {
    await makeOrigins(ctx.em, viewer, code, samples.origins);
    accepted = await insert();
  }
  if (accepted === undefined) throw new Error('Origins that were just made are gone.');
  return { accepted, duplicates: given.length - accepted };
}
