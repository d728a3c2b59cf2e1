import type { z } from 'zod';
import type { StoredStream } from '../../activities/activity-parts.read.ts';
import type { StreamKind } from '../../files/recording.ts';

/** The streams of numbers, by their names in the API. */
const kinds = {
  elevation: 'ALTITUDE',
  distance: 'DISTANCE',
  heartrate: 'HEART_RATE',
  cadence: 'CADENCE',
  power: 'POWER',
  temperature: 'TEMPERATURE',
  vertical_oscillation: 'VERTICAL_OSCILLATION',
  ground_contact_time: 'GROUND_CONTACT_TIME',
  left_power_percent: 'LEFT_POWER_BALANCE',
  total_hemoglobin_conc: 'TOTAL_HEMOGLOBIN',
  saturated_hemoglobin_percent: 'SATURATED_HEMOGLOBIN',
} as const satisfies Record<string, StreamKind>;

const location = 'location';
export const streamNames = [location, ...Object.keys(kinds)] as readonly string[];

/** A stream as the API has it: `[offset, value, offset, value, …]`. */
type Flat = readonly unknown[];

export interface StreamDraft {
  kind: StreamKind;
  offsetsSeconds: number[];
  values: number[];
}

const longestSeconds = 60 * 86_400;
const largest = 1e9;

/** What is wrong with a stream; `undefined` when nothing is. One pass: there may be a quarter of a million numbers. */
export function streamProblem(name: string, given: unknown): string | undefined {
  if (!Array.isArray(given)) return 'must be an array of offsets and values by turns';
  if (given.length % 2 !== 0) return 'must have a value for each offset';
  let before = 0;
  for (let at = 0; at < given.length; at += 2) {
    const [offset, value] = [given[at] as unknown, given[at + 1] as unknown];
    if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0 || offset > longestSeconds)
      return `must have whole seconds from the start as offsets, which number ${at / 2} is not`;
    if (offset < before) return `must have offsets that never go back, which number ${at / 2} does`;
    if (name === location ? !isPlace(value) : !isQuantity(value))
      return `must have ${name === location ? '[latitude, longitude] in degrees' : 'numbers'} as values, which number ${at / 2} is not`;
    before = offset;
  }
  return undefined;
}

const isQuantity = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= largest;

const isPlace = (value: unknown): value is [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  typeof value[0] === 'number' &&
  typeof value[1] === 'number' &&
  Math.abs(value[0]) <= 90 &&
  Math.abs(value[1]) <= 180;

/** Names the streams of a workout that are wrong. */
export function checkStreams(workout: Readonly<Record<string, unknown>>, check: z.RefinementCtx): void {
  for (const name of streamNames) {
    const problem = workout[name] == null ? undefined : streamProblem(name, workout[name]);
    if (problem) check.addIssue({ code: 'custom', path: [name], message: problem });
  }
}

/** The streams of a checked workout as the domain has them: a place is two. */
export function toStreams(workout: Readonly<Record<string, unknown>>): StreamDraft[] {
  const numbers = Object.entries(kinds).flatMap(([name, kind]) => {
    const flat = workout[name] as Flat | null | undefined;
    return flat == null ? [] : [{ kind, ...apart(flat) }];
  });
  const places = workout[location] as Flat | null | undefined;
  if (places == null) return numbers;
  const { offsetsSeconds, values } = apart<[number, number]>(places);
  return [
    ...numbers,
    { kind: 'LATITUDE', offsetsSeconds, values: values.map(([latitude]) => latitude) },
    { kind: 'LONGITUDE', offsetsSeconds, values: values.map(([, longitude]) => longitude) },
  ];
}

function apart<Value = number>(flat: Flat): { offsetsSeconds: number[]; values: Value[] } {
  const offsetsSeconds: number[] = [];
  const values: Value[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    offsetsSeconds.push(flat[at] as number);
    values.push(flat[at + 1] as Value);
  }
  return { offsetsSeconds, values };
}

/** The streams of an activity as the API has them. What devices stamped between seconds comes at the nearest, before the start at none. */
export function fromStreams(streams: readonly StoredStream[]): Record<string, unknown[]> {
  const byKind = new Map(streams.map((stream) => [stream.kind, stream]));
  const flat: Record<string, unknown[]> = {};
  const places = placesOf(byKind.get('LATITUDE'), byKind.get('LONGITUDE'));
  if (places) flat[location] = places;
  for (const [name, kind] of Object.entries(kinds)) {
    const stream = byKind.get(kind);
    if (stream) flat[name] = together(stream);
  }
  return flat;
}

function together({ offsetsSeconds, values }: StoredStream): number[] {
  const flat: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const offset = Math.round(offsetsSeconds[index] as number);
    if (offset >= 0) flat.push(offset, values[index] as number);
  }
  return flat;
}

/** Latitudes and longitudes that stand at the same offset. */
function placesOf(latitudes: StoredStream | undefined, longitudes: StoredStream | undefined): unknown[] | undefined {
  if (!latitudes || !longitudes) return undefined;
  const flat: unknown[] = [];
  let other = 0;
  for (let index = 0; index < latitudes.values.length; index += 1) {
    const at = latitudes.offsetsSeconds[index] as number;
    while (other < longitudes.values.length && (longitudes.offsetsSeconds[other] as number) < at) other += 1;
    if (longitudes.offsetsSeconds[other] !== at) continue;
    if (Math.round(at) >= 0) flat.push(Math.round(at), [latitudes.values[index], longitudes.values[other]]);
    other += 1;
  }
  return flat;
}

/** How long the streams of a checked workout are, in seconds. */
export const streamSeconds = (workout: Readonly<Record<string, unknown>>): number =>
  streamNames.reduce(
    (last, name) => Math.max(last, ((workout[name] as Flat | null | undefined)?.at(-2) as number) ?? 0),
    0,
  );
