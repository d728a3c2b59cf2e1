import { sql } from 'kysely';
import type { RequestContext } from '../platform/context.ts';
import { fromFloatArray } from '../platform/database/float-array.ts';
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

type Reader<T> = (ctx: RequestContext, access: DataAccess, activityIds: readonly string[]) => Promise<Map<string, T[]>>;

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
 * Whether the part belongs to an activity that the access opens: each part's statement carries the lock itself. The ids stand in it
 * once more so that PostgreSQL cannot choose to walk through all activities of the owner.
 */
const open = (access: DataAccess, part: string, activityIds: readonly string[]) => sql<boolean>`exists (
  select from activities a
  where a.owner_id = ${access.ownerId} and a.id = any(${activityIds}::uuid[]) and a.id = ${sql.ref(`${part}.activity_id`)}
    and a.local_date <@ ${access.datesOf('WORKOUT')}::datemultirange)`;

/** The laps of several activities in one statement, by activity. */
export const readLaps: Reader<Lap> = async (ctx, access, activityIds) => {
  const rows = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activity_laps')
    .selectAll()
    .where('owner_id', '=', access.ownerId)
    .where('activity_id', 'in', activityIds)
    .where(open(access, 'activity_laps', activityIds))
    .orderBy('activity_id')
    .orderBy('number')
    .execute();
  return group(rows, toLap);
};

export const readPauses: Reader<Pause> = async (ctx, access, activityIds) => {
  const rows = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activity_pauses')
    .selectAll()
    .where('owner_id', '=', access.ownerId)
    .where('activity_id', 'in', activityIds)
    .where(open(access, 'activity_pauses', activityIds))
    .orderBy('started_at')
    .execute();
  return group(rows, (row) => ({ startedAt: row.started_at, durationSeconds: row.duration_seconds }));
};

/** Newest first. External ids are the owner's to see. */
export const readSources: Reader<ActivitySource> = async (ctx, access, activityIds) => {
  const rows = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activity_sources')
    .select(['activity_id', 'provider', 'client_id', 'external_id', 'checksum', 'created_at'])
    .where('owner_id', '=', access.ownerId)
    .where('activity_id', 'in', activityIds)
    .where(open(access, 'activity_sources', activityIds))
    .orderBy('number', 'desc')
    .execute();
  return group(rows, (row) => ({
    provider: row.provider,
    clientId: row.client_id,
    externalId: access.isOwn ? row.external_id : null,
    checksum: access.isOwn ? row.checksum : null,
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
  access: DataAccess,
  activityIds: readonly string[],
  kinds: readonly StreamKind[],
  shape: (stream: Stream) => Stream,
): Promise<Map<string, StoredStream[]>> {
  const query = ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activity_streams as s')
    .innerJoin('activities as a', (join) =>
      join.onRef('a.owner_id', '=', 's.owner_id').onRef('a.id', '=', 's.activity_id'),
    )
    .select(['s.activity_id', 's.kind'])
    // As bytes: the text form of a long array would hold the event loop.
    .select(sql<Buffer>`array_send(s.offsets_seconds)`.as('offsets'))
    .select(sql<Buffer>`array_send(s.stream_values)`.as('values'))
    .where('s.owner_id', '=', access.ownerId)
    .where('a.owner_id', '=', access.ownerId)
    .where('s.activity_id', 'in', activityIds)
    .where('s.kind', 'in', kinds)
    .where(
      sql<boolean>`a.local_date <@ case when s.kind = any(${kindsOfPlace}::text[])
        then ${access.datesOf('LOCATION')}::datemultirange * ${access.datesOf('WORKOUT')}::datemultirange
        else ${access.datesOf('WORKOUT')}::datemultirange end`,
    );
  const found = new Map<string, StoredStream[]>();
  for await (const row of query.stream(1)) {
    const stream = shape({ offsetsSeconds: fromFloatArray(row.offsets), values: fromFloatArray(row.values) });
    const list = found.get(row.activity_id) ?? [];
    list.push({ kind: row.kind, ...stream });
    found.set(row.activity_id, list);
  }
  for (const list of found.values()) list.sort((a, b) => streamKinds.indexOf(a.kind) - streamKinds.indexOf(b.kind));
  return found;
}

/** The original file of each activity; only its owner may have it. */
export const readFiles: Reader<StoredFile> = async (ctx, access, activityIds) => {
  if (!access.isOwn) return new Map();
  const rows = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activities as a')
    .innerJoin('files as f', (join) =>
      join.onRef('f.owner_id', '=', 'a.owner_id').onRef('f.sha256', '=', 'a.file_sha256'),
    )
    .select(['a.id as activity_id', 'f.name', 'f.format', 'f.size', 'f.sha256', 'f.blob_id'])
    .where('a.owner_id', '=', access.ownerId)
    .where('f.owner_id', '=', access.ownerId)
    .where('a.id', 'in', activityIds)
    .execute();
  return group(rows, (row) => ({
    name: row.name,
    format: row.format,
    size: row.size,
    sha256: row.sha256,
    blobId: row.blob_id,
  }));
};
