import type { Readable } from 'node:stream';
import type { RequestContext } from '../platform/context.ts';
import { DomainError, notFound } from '../platform/errors.ts';
import { streamKinds, type Recording, type Stream, type Streams, type Summary } from '../files/recording.ts';
import { DataAccess } from '../sharing/access.ts';
import { findSeen } from '../sharing/find-seen.ts';
import type { Seen } from '../sharing/shown.ts';
import { optionalFigures, type Activity, type ActivitySummary } from './activity.ts';
import { readFiles, readLaps, readPauses, readStreams, type PartKey, type StoredFile } from './activity-parts.read.ts';
import { activitiesById } from './activity.read.ts';
import type { FileShelf } from './import-recording.ts';

export interface Download {
  name: string;
  content: Readable | Uint8Array;
}

/** An activity by id alone, one's own or one that someone shares. @throws DomainError FORBIDDEN without `activities:read`, NOT_FOUND */
export async function seenActivity(ctx: RequestContext, id: string): Promise<Seen<Activity>> {
  const read = (accesses: readonly DataAccess[], ids: readonly string[]) => activitiesById(ctx, accesses, ids);
  return only(await findSeen(ctx, [id], read, ({ record }) => record.id));
}

/** An activity of the viewer's own. @throws DomainError FORBIDDEN without `activities:read`, NOT_FOUND */
export async function ownActivity(ctx: RequestContext, id: string): Promise<Seen<Activity>> {
  return only(await activitiesById(ctx, [DataAccess.own(ctx)], [id]));
}

function only([seen]: readonly Seen<Activity>[]): Seen<Activity> {
  if (!seen) throw notFound('This activity');
  return seen;
}

/** The file that was uploaded, byte for byte. @throws DomainError NOT_FOUND when there is none, or for anyone but its owner */
export async function originalFile(
  ctx: RequestContext,
  { blobs }: FileShelf,
  { access, record }: Seen<Activity>,
): Promise<Download> {
  const file = await fileOf(ctx, { access, activityId: record.id });
  if (!file) throw notFound('An original file of this activity');
  return { name: file.name, content: await blobs.read(access.ownerId, file.blobId) };
}

const fileOf = async (ctx: RequestContext, key: PartKey): Promise<StoredFile | undefined> =>
  (await readFiles(ctx, [key])).get(key.activityId)?.[0];

/**
 * The activity as a FIT file: for its owner the original where there is one that still tells what is stored, else one encoded from the
 * stored data, with only what the access opens.
 * @throws DomainError NOT_FOUND, also where FIT cannot say what is stored
 */
export async function activityAsFit(
  ctx: RequestContext,
  { blobs, codec }: FileShelf,
  { access, record: activity }: Seen<Activity>,
): Promise<Download> {
  const key = { access, activityId: activity.id };
  const file = activity.isEdited ? undefined : await fileOf(ctx, key);
  if (file?.format === 'FIT') return { name: file.name, content: await blobs.read(access.ownerId, file.blobId) };
  return {
    name: `${activity.localDate}-${activity.sport}.fit`,
    content: await codec.encodeFit(await asRecording(ctx, key, activity)).catch((error: unknown) => {
      // FIT can say no time before 1990, for one.
      if (error instanceof DomainError && error.code === 'BAD_USER_INPUT')
        throw notFound('A FIT file of this activity');
      throw error;
    }),
  };
}

async function asRecording(ctx: RequestContext, key: PartKey, activity: Activity): Promise<Recording> {
  const laps = (await readLaps(ctx, [key])).get(activity.id) ?? [];
  const pauses = (await readPauses(ctx, [key])).get(activity.id) ?? [];
  const streams: Streams = {};
  for (const stream of (await readStreams(ctx, [key], streamKinds, whole)).get(activity.id) ?? []) {
    streams[stream.kind] = stream;
  }
  return {
    format: 'FIT',
    sessions: [
      {
        sport: activity.sport,
        ...(activity.subSport !== null && { subSport: activity.subSport }),
        title: activity.title,
        utcOffsetMinutes: activity.utcOffsetMinutes,
        ...asSummary(activity),
        laps: laps.map(asSummary),
        pauses: pauses.map((pause) => ({
          startedAtMs: Date.parse(pause.startedAt),
          durationSeconds: pause.durationSeconds,
        })),
        streams,
      },
    ],
  };
}

const whole = (stream: Stream) => stream;

function asSummary(figures: ActivitySummary & { startedAt: string }): Summary {
  const summary: Summary = {
    startedAtMs: Date.parse(figures.startedAt),
    durationSeconds: figures.durationSeconds,
    elapsedSeconds: figures.elapsedSeconds,
  };
  for (const figure of optionalFigures) {
    const value = figures[figure];
    if (value !== null) summary[figure] = value;
  }
  return summary;
}
