import { sql, type RawBuilder, type Selectable } from 'kysely';
import { requireViewer, type RequestContext } from '../platform/context.ts';
import { fromFloatArray } from '../platform/database/float-array.ts';
import { noteRead } from '../sharing/access-log.ts';
import type { DataAccess } from '../sharing/access.ts';
import { streamKinds, type Stream, type StreamKind } from '../files/recording.ts';
import { toLap, type Lap } from './activity.ts';
import type { ActivityTables } from './activity.entity.ts';

/** Where an activity's data came from. */
export interface ActivitySource {
  provider: string;
  clientId: string | null;
  externalId: string | null;
  checksum: Buffer | null;
  createdAt: string;
}

export interface StoredStream extends Stream {
  kind: StreamKind;
}

export interface StoredFile {
  name: string;
  format: 'FIT' | 'TCX' | 'GPX';
  size: number;
  sha256: Buffer;
  blobId: string;
}

export interface Pause {
  startedAt: string;
  durationSeconds: number;
}

/** What asks for a part: the activity, and the access it was read through. */
export interface PartKey {
  access: DataAccess;
  activityId: string;
}

/** Reads a part of several activities in one statement, whoever they belong to; by activity. */
type Reader<T> = (ctx: RequestContext, keys: readonly PartKey[]) => Promise<Map<string, T[]>>;

function group<Row extends { activity_id: string }, T>(
  rows: readonly Row[],
  convert: (row: Row) => T,
): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const row of rows) {
    const list = grouped.get(row.activity_id) ?? [];
    list.push(convert(row));
    grouped.set(row.activity_id, list);
  }
  return grouped;
}

/**
 * SQL: the activities `a` among those asked for that their access opens. Each part's statement carries the lock itself, and begins with the
 * ids, so that PostgreSQL cannot choose to walk through all activities of an owner.
 */
const openActivities = (keys: readonly PartKey[]) => sql`
  unnest(
    ${keys.map(({ access }) => access.ownerId)}::uuid[], ${keys.map(({ activityId }) => activityId)}::uuid[],
    ${keys.map(({ access }) => access.datesOf('WORKOUT'))}::datemultirange[],
    ${keys.map(({ access }) => access.datesOf('LOCATION'))}::datemultirange[]
  ) as k (owner_id, activity_id, workout, location)
  join activities a on a.owner_id = k.owner_id and a.id = k.activity_id and a.local_date <@ k.workout`;

const partsOf = <Row>(keys: readonly PartKey[], table: string, order: RawBuilder<unknown>) => sql<Row>`
  select p.*
  from ${openActivities(keys)}
  join ${sql.table(table)} p on p.owner_id = k.owner_id and p.activity_id = k.activity_id
  order by ${order}`;

type Tables = { [table in keyof ActivityTables]: Selectable<ActivityTables[table]> };

export const readLaps: Reader<Lap> = async (ctx, keys) => {
  const query = partsOf<Tables['activity_laps']>(keys, 'activity_laps', sql`p.number`);
  return group((await query.execute(ctx.em.getKysely())).rows, toLap);
};

export const readPauses: Reader<Pause> = async (ctx, keys) => {
  const query = partsOf<Tables['activity_pauses']>(keys, 'activity_pauses', sql`p.started_at`);
  const { rows } = await query.execute(ctx.em.getKysely());
  return group(rows, (row) => ({ startedAt: row.started_at, durationSeconds: row.duration_seconds }));
};

/** Newest first. External ids and checksums are the owner's to see. */
export const readSources: Reader<ActivitySource> = async (ctx, keys) => {
  const { rows } = await sql<Omit<Tables['activity_sources'], 'payload'>>`
    select s.activity_id, s.provider, s.client_id, s.created_at,
      case when own.is_own then s.external_id end as external_id, case when own.is_own then s.checksum end as checksum
    from ${openActivities(keys)}
    join activity_sources s on s.owner_id = k.owner_id and s.activity_id = k.activity_id
    cross join lateral (select k.owner_id = ${requireViewer(ctx).userId} as is_own) own
    order by s.number desc`.execute(ctx.em.getKysely());
  return group(rows, (row) => ({
    provider: row.provider,
    clientId: row.client_id,
    externalId: row.external_id,
    checksum: row.checksum,
    createdAt: row.created_at,
  }));
};

const kindsOfPlace: readonly StreamKind[] = ['LATITUDE', 'LONGITUDE'];

/**
 * The streams of the given kinds; position needs the category LOCATION on that date too. Each comes from the database by itself and
 * is shaped before the next: a page of activities may hold more points than fit into memory.
 */
export async function readStreams(
  ctx: RequestContext,
  keys: readonly PartKey[],
  kinds: readonly StreamKind[],
  shape: (stream: Stream) => Stream,
): Promise<Map<string, StoredStream[]>> {
  const accesses = new Map(keys.map(({ access }) => [access.ownerId, access]));
  const places = sql<OpenPlace>`(
    select k.owner_id, k.activity_id, a.local_date, a.local_date <@ k.location as shows_place from ${openActivities(keys)})`;
  const query = ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activity_streams as s')
    .innerJoin(places.as('a'), (join) =>
      join.onRef('a.owner_id', '=', 's.owner_id').onRef('a.activity_id', '=', 's.activity_id'),
    )
    .select(['s.owner_id', 's.activity_id', 's.kind', 'a.local_date'])
    // As bytes: the text form of a long array would hold the event loop.
    .select(sql<Buffer>`array_send(s.offsets_seconds)`.as('offsets'))
    .select(sql<Buffer>`array_send(s.stream_values)`.as('values'))
    .where('s.kind', 'in', kinds)
    .where((eb) => eb.or([eb('a.shows_place', '=', true), eb('s.kind', 'not in', kindsOfPlace)]));
  const found = new Map<string, StoredStream[]>();
  for await (const row of query.stream(1)) {
    const stream = shape({ offsetsSeconds: fromFloatArray(row.offsets), values: fromFloatArray(row.values) });
    const list = found.get(row.activity_id) ?? [];
    list.push({ kind: row.kind, ...stream });
    found.set(row.activity_id, list);
    const access = accesses.get(row.owner_id);
    if (access && kindsOfPlace.includes(row.kind)) noteRead(ctx, access, 'LOCATION', row.local_date, row.local_date);
  }
  for (const list of found.values()) list.sort((a, b) => streamKinds.indexOf(a.kind) - streamKinds.indexOf(b.kind));
  return found;
}

interface OpenPlace {
  owner_id: string;
  activity_id: string;
  local_date: string;
  shows_place: boolean;
}

/** The original file of each activity; only its owner may have it. */
export const readFiles: Reader<StoredFile> = async (ctx, keys) => {
  const own = keys.filter(({ access }) => access.isOwn);
  if (own.length === 0) return new Map();
  const { rows } = await sql<StoredFile & { activity_id: string }>`
    select k.activity_id, f.name, f.format, f.size, f.sha256, f.blob_id as "blobId"
    from ${openActivities(own)}
    join files f on f.owner_id = k.owner_id and f.sha256 = a.file_sha256`.execute(ctx.em.getKysely());
  return group(rows, ({ activity_id: _id, ...file }) => file);
};
