import { type Stream, type StreamKind, type Streams, streamKinds } from './recording.ts';

/** The rows of one session, in order of time, and the instant from which its offsets count. */
export interface RowGroup {
  rows: Uint32Array;
  startedAtMs: number;
}

/**
 * The samples of a file while it is read: one row per record, one typed column per kind that occurs (NaN = no value).
 * A million rows of every kind take 120 MB, outside of the JavaScript heap.
 */
export class SampleTable {
  rowCount = 0;
  #timesMs: Float64Array;
  readonly #columns = new Map<StreamKind, Float64Array>();

  /** `capacity` is a hint: the table grows where it was too low. */
  constructor(capacity: number) {
    this.#timesMs = new Float64Array(Math.max(capacity, 64));
  }

  /** Adds a row and returns its number. */
  add(timeMs: number): number {
    if (this.rowCount === this.#timesMs.length) this.#grow();
    this.#timesMs[this.rowCount] = timeMs;
    return this.rowCount++;
  }

  set(kind: StreamKind, row: number, value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    let column = this.#columns.get(kind);
    if (!column) {
      column = new Float64Array(this.#timesMs.length).fill(NaN);
      this.#columns.set(kind, column);
    }
    column[row] = value;
  }

  /** Sets a position in degrees, unless there is no such place. */
  setPosition(row: number, latitude: number | undefined, longitude: number | undefined): void {
    if (!isPosition(latitude, longitude)) return;
    this.set('LATITUDE', row, latitude);
    this.set('LONGITUDE', row, longitude);
  }

  timeMs(row: number): number {
    return this.#timesMs[row] ?? NaN;
  }

  value(kind: StreamKind, row: number): number {
    return this.#columns.get(kind)?.[row] ?? NaN;
  }

  /** Moves all samples of some rows in time. */
  shift(fromRow: number, toRow: number, byMs: number): void {
    for (let row = fromRow; row < toRow; row++) this.#timesMs[row] = this.timeMs(row) + byMs;
  }

  /** The given rows in order of time; those at the same instant stay in file order. */
  inTimeOrder(rows: Uint32Array): Uint32Array {
    for (let index = 1; index < rows.length; index++) {
      if (this.timeMs(rows[index] ?? 0) < this.timeMs(rows[index - 1] ?? 0)) {
        return rows.sort((one, other) => this.timeMs(one) - this.timeMs(other));
      }
    }
    return rows;
  }

  /** Builds the streams of each group and empties the table, column by column so that memory does not double. */
  takeStreams(groups: readonly RowGroup[]): Streams[] {
    const results = groups.map((): Streams => ({}));
    for (const kind of streamKinds) {
      const column = this.#columns.get(kind);
      if (!column) continue;
      groups.forEach((group, index) => {
        const streams = results[index] ?? {};
        const stream = this.#toStream(group, column);
        if (stream) streams[kind] = sharingOffsets(stream, Object.values(streams));
      });
      this.#columns.delete(kind);
    }
    return results;
  }

  #toStream({ rows, startedAtMs }: RowGroup, column: Float64Array): Stream | undefined {
    let count = 0;
    for (const row of rows) if (!Number.isNaN(column[row])) count++;
    if (count === 0) return undefined;
    const offsetsSeconds = new Float64Array(count);
    const values = new Float64Array(count);
    let length = 0;
    for (const row of rows) {
      const value = column[row] ?? NaN;
      if (Number.isNaN(value)) continue;
      const offset = (this.timeMs(row) - startedAtMs) / 1000;
      // Two records of the same instant: the later one corrects the earlier.
      if (length > 0 && offsetsSeconds[length - 1] === offset) length--;
      offsetsSeconds[length] = offset;
      values[length] = value;
      length++;
    }
    if (length === count) return { offsetsSeconds, values };
    return { offsetsSeconds: offsetsSeconds.slice(0, length), values: values.slice(0, length) };
  }

  #grow(): void {
    const capacity = this.#timesMs.length * 2;
    const enlarge = (old: Float64Array) => {
      const grown = new Float64Array(capacity).fill(NaN, old.length);
      grown.set(old);
      return grown;
    };
    this.#timesMs = enlarge(this.#timesMs);
    for (const [kind, column] of this.#columns) this.#columns.set(kind, enlarge(column));
  }
}

/** Streams that were sampled together hold one array of offsets: it halves what is kept and sent between threads. */
function sharingOffsets(stream: Stream, others: readonly Stream[]): Stream {
  const twin = others.find((other) => sameNumbers(other.offsetsSeconds, stream.offsetsSeconds));
  return twin ? { offsetsSeconds: twin.offsetsSeconds, values: stream.values } : stream;
}

function sameNumbers(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((number, index) => number === other[index]);
}

export function isPosition(latitude: number | undefined, longitude: number | undefined): boolean {
  return latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** The row numbers from `from` up to, not including, `to`. */
export function rowRange(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, index) => from + index);
}
