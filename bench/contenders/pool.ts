import pg from 'pg';

const timestamptzOid = 1184;
const dateOid = 1082;
/** As many connections as the gateway has. */
const max = 10;

const parsers = new Map<number, (text: string) => unknown>([
  [timestamptzOid, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`],
  [dateOid, (text) => text],
]);

/** A pool that hands out instants as ISO text and dates as they are, without a JavaScript Date between. */
export const openPool = (connectionString = process.env['DATABASE_URL']): pg.Pool =>
  new pg.Pool({
    ...(connectionString !== undefined && { connectionString }),
    max,
    options: '-c TimeZone=UTC',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text')) as pg.CustomTypesConfig['getTypeParser'],
    },
  });
