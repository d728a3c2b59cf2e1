import { readLaps, readPauses, readStreams } from '../../activities/activity-parts.read.ts';
import { activitiesById } from '../../activities/activity.read.ts';
import { newestSources } from '../../activities/numbered-activities.read.ts';
import { streamKinds } from '../../files/recording.ts';
import { requireViewer, type RequestContext } from '../../platform/context.ts';
import { atOneMoment } from '../../platform/database/one-moment.ts';
import { notFound } from '../../platform/errors.ts';
import type { DataAccess } from '../../sharing/access.ts';
import { pageOf, uriOf } from './addresses.ts';
import { fromKept } from './kept-workout.ts';
import { fromStreams } from './streams.ts';
import { fromStored } from './workout.mapping.ts';
import type { workoutResponse } from './workout.schema.ts';
import type { z } from 'zod';

/**
 * A workout with laps and streams, as they were at one moment: a PUT in between must not make it half of one and half of another, which
 * a client might then write back.
 * @throws DomainError FORBIDDEN without `activities:read`, NOT_FOUND
 */
export function readWorkout(
  ctx: RequestContext,
  access: DataAccess,
  id: string,
  publicUrl: string,
): Promise<z.output<typeof workoutResponse>> {
  return atOneMoment(ctx, (then) => readParts(then, access, id, publicUrl));
}

async function readParts(
  ctx: RequestContext,
  access: DataAccess,
  id: string,
  publicUrl: string,
): Promise<z.output<typeof workoutResponse>> {
  const [found] = await activitiesById(ctx, [access], [id]);
  if (!found) throw notFound('This workout');
  const { record: activity } = found;
  const key = { access, activityId: id };
  const laps = (await readLaps(ctx, [key])).get(id) ?? [];
  const pauses = (await readPauses(ctx, [key])).get(id) ?? [];
  const streams = (await readStreams(ctx, [key], streamKinds, (stream) => stream)).get(id) ?? [];
  const source = (await newestSources(ctx, access, [id])).get(id);
  const workout = fromStored({ activity, laps, pauses, sent: fromKept(source?.payload) });
  return {
    ...workout,
    ...fromStreams(streams),
    user_id: requireViewer(ctx).number,
    uri: uriOf(publicUrl, id),
    activity: pageOf(publicUrl, id),
  } as z.output<typeof workoutResponse>;
}
