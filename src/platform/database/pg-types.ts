import pg from 'pg';

const dateOid = 1082;
const timestamptzOid = 1184;
const bigintOid = 20;

/** PostgreSQL's own text of an instant (session in UTC) as ISO 8601; microseconds stay, which a JavaScript Date would drop. */
export function isoText(text: string): string {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  return new Date(text).toISOString();
}

const parsers = new Map<number, (text: string) => unknown>([
  [timestamptzOid, isoText],
  [dateOid, (text) => text],
  [bigintOid, Number],
]);

/** How values come back from the database: instants as ISO text, dates as YYYY-MM-DD, counts as numbers, the rest as pg has it. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text')) as pg.CustomTypesConfig['getTypeParser'],
};
