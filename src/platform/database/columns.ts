import { p } from '@mikro-orm/postgresql';

/** An instant; comes back as ISO 8601 text with microseconds. */
export const instant = () => p.datetime().$type<string>();

/** A local date; comes back as YYYY-MM-DD. */
export const localDate = () => p.date().$type<string>();

/** A measured quantity. */
export const quantity = () => p.double().$type<number>();

/** A hash, or other short bytes. */
export const bytes = () => p.blob().$type<Buffer>();

export const textArray = () => p.array().$type<string[]>().columnType('text[]');

/** Many measured quantities; travels in PostgreSQL's binary form (`float-array.ts`). */
export const quantityArray = () => p.array().$type<Buffer>().columnType('double precision[]');
