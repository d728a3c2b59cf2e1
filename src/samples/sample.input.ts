import { DomainError } from '../platform/errors.ts';
import { earliestInstant, latestInstant } from '../platform/fields.ts';
import { parseInstant, type WrittenInstant } from '../platform/instant.ts';
import { metrics, unitOf, type Metric, type MetricName } from './metrics.ts';

/** A sample as a door hands it in, before anything is known of it. */
export interface GivenSample {
  device: unknown;
  deviceVersion?: unknown;
  /** By default the metric's own. */
  unit?: unknown;
  startedAt: unknown;
  endedAt?: unknown;
  value: unknown;
}

/** What the samples of one device, version and unit have in common. */
export interface OriginDraft {
  device: string;
  deviceVersion: string | null;
  unit: string;
  factor: number;
}

/** Checked samples, column by column: they are many, and go to the database in columns. */
export interface SampleColumns {
  startedAtMs: number[];
  endedAtMs: number[];
  values: number[];
  /** `undefined` where `Z` said nothing of the local clock. */
  writtenOffsetMinutes: (number | undefined)[];
  /** Which of `origins` each sample has. */
  origin: number[];
  origins: OriginDraft[];
}

export const mostSamples = 10_000;
/** How many wrong samples a refusal names. */
const toldSamples = 50;
const longestMs = 25 * 3_600_000;
const longestText = 200;
const needsInstant = 'must be an ISO 8601 instant with an offset';

type Problems = { [field in keyof GivenSample]?: string };

/**
 * Checks samples of one metric in one pass: a schema library would take longer over ten thousand of them than all else together.
 * @throws DomainError BAD_USER_INPUT, its fields named `samples.<index>.<field>`, with at most 50 wrong samples
 */
export function checkSamples(name: MetricName, given: readonly GivenSample[]): SampleColumns {
  if (given.length === 0) throw refusal({ samples: ['must not be empty'] });
  if (given.length > mostSamples) throw refusal({ samples: [`must have at most ${mostSamples} elements`] });
  const checker = new SampleChecker(name);
  const fields: Record<string, string[]> = {};
  let wrong = 0;
  for (const [index, sample] of given.entries()) {
    const problems = Object.entries(checker.add(sample));
    for (const [field, problem] of problems) fields[`samples.${index}.${field}`] = [problem];
    if (problems.length > 0) wrong += 1;
    if (wrong === toldSamples) break;
  }
  if (wrong > 0) throw refusal(fields);
  return checker.columns;
}

/** Collects the samples of one metric in columns. */
class SampleChecker {
  readonly columns: SampleColumns = {
    startedAtMs: [],
    endedAtMs: [],
    values: [],
    writtenOffsetMinutes: [],
    origin: [],
    origins: [],
  };
  readonly #known = new Map<string, number>();
  readonly #metric: Metric;
  readonly #ownUnit: string;
  readonly #latest = latestInstant();

  constructor(name: MetricName) {
    this.#metric = metrics[name];
    this.#ownUnit = unitOf(name);
  }

  /** Takes a sample in, unless something is wrong with it: then it says what. */
  add(sample: GivenSample): Problems {
    const problems: Problems = {};
    const { device, value, deviceVersion, unit = this.#ownUnit } = sample;
    const factor = typeof unit === 'string' && Object.hasOwn(this.#metric.units, unit) ? this.#metric.units[unit] : 0;
    if (!factor) problems.unit = `must be one of ${Object.keys(this.#metric.units).join(', ')}`;
    if (!isText(device)) problems.device = `must be text of 1 to ${longestText} characters`;
    if (deviceVersion != null && !isText(deviceVersion))
      problems.deviceVersion = `must be text of 1 to ${longestText} characters`;
    const [low, high] = [this.#metric.low / (factor || 1), this.#metric.high / (factor || 1)];
    if (typeof value !== 'number' || !(value > low)) problems.value = `must be a number above ${low}`;
    else if (value > high) problems.value = `must be at most ${high}`;
    const span = this.#span(sample, problems);
    if (hasAny(problems) || !span) return problems;

    this.columns.startedAtMs.push(span.start.epochMs);
    this.columns.endedAtMs.push(span.endMs);
    this.columns.values.push(value as number);
    this.columns.writtenOffsetMinutes.push(span.start.writtenOffsetMinutes);
    this.columns.origin.push(
      this.#origin(device as string, (deviceVersion ?? null) as string | null, unit as string, factor as number),
    );
    return problems;
  }

  /** From when to when; a sample without an end is of one instant. */
  #span({ startedAt, endedAt }: GivenSample, problems: Problems): { start: WrittenInstant; endMs: number } | undefined {
    const start = typeof startedAt === 'string' ? parseInstant(startedAt) : undefined;
    const isInstant = endedAt == null || endedAt === startedAt;
    const end = isInstant ? start : typeof endedAt === 'string' ? parseInstant(endedAt) : undefined;
    if (!start) problems.startedAt = needsInstant;
    else if (start.epochMs < earliestInstant || start.epochMs > this.#latest)
      problems.startedAt = 'must lie between 1900 and now';
    if (!end && endedAt != null) problems.endedAt = needsInstant;
    if (!start || !end) return undefined;
    if (end.epochMs < start.epochMs) problems.endedAt = 'must not be before the start';
    if (end.epochMs - start.epochMs > longestMs) problems.endedAt = 'must be at most 25 hours after the start';
    return { start, endMs: end.epochMs };
  }

  #origin(device: string, deviceVersion: string | null, unit: string, factor: number): number {
    // Texts that may hold any character are told apart by their lengths.
    const key = `${device.length} ${device} ${deviceVersion?.length} ${deviceVersion} ${unit}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.columns.origins.push({ device, deviceVersion, unit, factor }) - 1;
    this.#known.set(key, index);
    return index;
  }
}

const isText = (given: unknown): given is string =>
  typeof given === 'string' &&
  given.length > 0 &&
  given.length <= longestText &&
  !given.includes('\u0000') &&
  given.isWellFormed();

const hasAny = (problems: Problems): boolean => {
  for (const _ in problems) return true;
  return false;
};

function refusal(fields: Record<string, string[]>): DomainError {
  const summary = Object.entries(fields)
    .slice(0, 5)
    .map(([field, [problem]]) => `${field}: ${problem}`);
  return new DomainError('BAD_USER_INPUT', summary.join(' · '), fields);
}
