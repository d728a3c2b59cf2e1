import type { RecordType } from '../../src/sharing/shared-fields.ts';

/** Where a value stands that is found nowhere else. */
export interface Mark {
  type: RecordType | 'Sample' | 'Client';
  field: string;
  date: string;
  /** The record's id; of a sample its metric, of a client its id. */
  of: string;
}

const day = 86_400_000;
const instantShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const cursorShape = /^[\w-]{20,}$/;

/** Makes values that occur once in the world, and finds them again in whatever is answered. */
export class Marks {
  readonly #known = new Map<string, Mark>();
  #made = 0;

  /** Text that is a name in FIT, too. */
  text(): string {
    return `mk${String(this.#next()).padStart(6, '0')}`;
  }

  /** A number near another, with a fraction of its own, of which sums have no error. */
  fraction(near: number): number {
    return near + this.#next() / 2 ** 20;
  }

  /** A whole number above another one. */
  whole(above: number): number {
    return above + this.#next();
  }

  /** A second of its own, after some hour in UTC of a date. */
  instant(date: string, hour: number): string {
    return new Date(Date.parse(date) + (hour * 3600 + this.#next()) * 1000).toISOString();
  }

  /** From now on a value is known by where it stands. */
  know(value: unknown, mark: Mark): void {
    this.#known.set(keyOf(value), mark);
  }

  get all(): ReadonlyMap<string, Mark> {
    return this.#known;
  }

  /** Every known value in an answer, whatever it is put into: lists, objects, cursors, sentences, bytes. */
  in(answer: unknown): Set<string> {
    const found = new Set<string>();
    const note = (value: unknown) => {
      const key = keyOf(value);
      if (this.#known.has(key)) found.add(key);
    };
    const walk = (value: unknown): void => {
      if (typeof value === 'number') note(value);
      else if (typeof value === 'string') {
        note(value);
        for (const [text] of value.matchAll(/mk\d{6}|\b[a-z]{2,3}_[0-9a-z]{26}\b|\b[0-9a-f]{64}\b|[0-9a-f-]{36}/g))
          note(text);
        for (const [text] of value.matchAll(/\d+\.\d{6,}/g)) note(Number(text));
        if (cursorShape.test(value)) walk(inCursor(value));
      } else if (Buffer.isBuffer(value)) walk(value.toString('latin1'));
      else if (value !== null && typeof value === 'object')
        for (const [name, inner] of Object.entries(value)) {
          walk(name);
          walk(inner);
        }
    };
    walk(answer);
    return found;
  }

  #next(): number {
    this.#made += 1;
    // Seconds of half a day, and more than two worlds need.
    if (this.#made * 1000 >= day / 2) throw new Error('too many marks');
    return this.#made;
  }
}

/** Instants are known whatever way they are written. */
const keyOf = (value: unknown): string =>
  typeof value === 'string' && instantShape.test(value) ? `at ${Date.parse(value)}` : String(value);

function inCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}
