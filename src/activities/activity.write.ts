import { sql, type Insertable, type Kysely } from 'kysely';
import type { RecordingPause, Stream, Streams } from '../files/recording.ts';
import { toFloatArray } from '../platform/database/float-array.ts';
import type { ActivitySummary, StoredActivity } from './activity.ts';
import type { ActivityTables } from './activity.entity.ts';

type Db = Kysely<ActivityTables>;
export type ActivityRow = Insertable<ActivityTables['activities']>;
export type SourceRow = Omit<Insertable<ActivityTables['activity_sources']>, 'owner_id' | 'activity_id' | 'number'>;

/** A summary's figures as they come from any door: what is absent or `null` is stored as null. */
export type SummaryFigures = Pick<ActivitySummary, 'durationSeconds' | 'elapsedSeconds'> & {
  [figure in keyof ActivitySummary]?: number | null | undefined;
};

export type LapFigures = SummaryFigures & { startedAtMs: number };

/** What belongs to an activity and is stored beside it. */
export interface ActivityParts {
  laps: readonly LapFigures[];
  pauses: readonly RecordingPause[];
  streams: Streams;
}

/**
 * Inserts an activity with its source and parts, within the caller's transaction.
 * @returns the activity as it is stored; `undefined` when the client's external id is taken: then nothing was inserted.
 */
export async function insertActivity(
  db: Db,
  row: ActivityRow,
  source: SourceRow,
  parts: ActivityParts,
): Promise<StoredActivity | undefined> {
  const stored = await db.insertInto('activities').values(row).returningAll().executeTakeFirstOrThrow();
  const key = { owner_id: row.owner_id, activity_id: row.id };
  const taken = await db
    .insertInto('activity_sources')
    .values({ ...key, number: 1, ...source })
    .onConflict((clause) => clause.doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 0n) {
    await db.deleteFrom('activities').where('owner_id', '=', row.owner_id).where('id', '=', row.id).execute();
    return undefined;
  }
  await insertParts(db, key, parts);
  return stored;
}

/** Inserts laps, pauses and streams of an activity that has none, within the caller's transaction. */
export async function insertParts(
  db: Db,
  key: { owner_id: string; activity_id: string },
  parts: ActivityParts,
): Promise<void> {
  if (parts.laps.length > 0) {
    const laps = parts.laps.map((lap, index) => ({ ...key, number: index + 1, ...lapColumns(lap) }));
    for (const chunk of chunksOf(laps, 1000)) await db.insertInto('activity_laps').values(chunk).execute();
  }
  if (parts.pauses.length > 0) {
    const pauses = parts.pauses.map((pause) => ({
      ...key,
      started_at: new Date(pause.startedAtMs).toISOString(),
      duration_seconds: pause.durationSeconds,
    }));
    for (const chunk of chunksOf(pauses, 1000)) {
      await db
        .insertInto('activity_pauses')
        .values(chunk)
        .onConflict((clause) => clause.doNothing())
        .execute();
    }
  }
  for (const alike of sampledTogether(parts.streams)) await insertStreams(db, key, alike);
}

type KindAndStream = [kind: string, stream: Stream];

/** A stream may hold a million values, and no more than so many are in memory in their wire form at a time. */
const mostValuesAtOnce = 1_000_000;

/** Streams that share their offsets, in groups that go to the database at once. */
function* sampledTogether(streams: Streams): Generator<KindAndStream[]> {
  for (const alike of Map.groupBy(Object.entries(streams), ([, { offsetsSeconds }]) => offsetsSeconds).values()) {
    const length = alike[0]?.[1].values.length ?? 0;
    yield* chunksOf(alike, Math.max(1, Math.floor(mostValuesAtOnce / Math.max(1, length))));
  }
}

/**
 * Inserts streams with the same offsets. All go as one array, which PostgreSQL takes apart: `pg` puts parameters together in a buffer that grows
 * with each large one, and what it leaves behind had the garbage collector look through the whole heap every ten files.
 */
async function insertStreams(
  db: Db,
  key: { owner_id: string; activity_id: string },
  alike: readonly KindAndStream[],
): Promise<void> {
  const [[, { offsetsSeconds }]] = alike as [KindAndStream];
  const numbers = toFloatArray(offsetsSeconds, ...alike.map(([, { values }]) => values));
  await sql`
    insert into activity_streams (owner_id, activity_id, kind, offsets_seconds, stream_values)
    select ${key.owner_id}, ${key.activity_id}, s.kind, n.numbers[:n.length], n.numbers[s.place * n.length + 1:(s.place + 1) * n.length]
    from (select ${numbers}::float8[] as numbers, ${offsetsSeconds.length}::int as length) n,
      unnest(${alike.map(([kind]) => kind)}::text[]) with ordinality as s (kind, place)`.execute(db);
}

/** A summary's figures under their column names. */
export const summaryColumns = (summary: SummaryFigures) => ({
  duration_seconds: summary.durationSeconds,
  elapsed_seconds: summary.elapsedSeconds,
  distance_meters: summary.distanceMeters ?? null,
  elevation_gain_meters: summary.elevationGainMeters ?? null,
  elevation_loss_meters: summary.elevationLossMeters ?? null,
  average_heart_rate: summary.averageHeartRate ?? null,
  max_heart_rate: summary.maxHeartRate ?? null,
  average_power: summary.averagePower ?? null,
  max_power: summary.maxPower ?? null,
  average_cadence: summary.averageCadence ?? null,
  max_cadence: summary.maxCadence ?? null,
  average_speed_meters_per_second: summary.averageSpeedMetersPerSecond ?? null,
  max_speed_meters_per_second: summary.maxSpeedMetersPerSecond ?? null,
  energy_kilocalories: summary.energyKilocalories ?? null,
});

const lapColumns = (lap: LapFigures) => ({
  started_at: new Date(lap.startedAtMs).toISOString(),
  ...summaryColumns(lap),
});

// A statement has at most 65,535 parameters.
function* chunksOf<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
