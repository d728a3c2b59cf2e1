import type { Readable } from 'node:stream';
import type { RequestContext } from '../platform/context.ts';
import { DomainError, notFound } from '../platform/errors.ts';
import { streamKinds, type Recording, type Stream, type Streams, type Summary } from '../files/recording.ts';
import type { DataAccess } from '../sharing/access.ts';
import { optionalFigures, type Activity, type ActivitySummary } from './activity.ts';
import { readFiles, readLaps, readPauses, readStreams } from './activity-parts.read.ts';
import { activitiesById } from './activity.read.ts';
import type { FileShelf } from './import-recording.ts';

export interface Download {
  name: string;
  content: Readable | Uint8Array;
}

/** The file that was uploaded, byte for byte. @throws DomainError NOT_FOUND when there is none, or for anyone but its owner */
export async function originalFile(
  ctx: RequestContext,
  access: DataAccess,
  { blobs }: FileShelf,
  id: string,
): Promise<Download> {
  const activity = await oneActivity(ctx, access, id);
  const file = (await readFiles(ctx, access, [activity.id])).get(activity.id)?.[0];
  if (!file) throw notFound('An original file of this activity');
  return { name: file.name, content: await blobs.read(access.ownerId, file.blobId) };
}

/**
 * The activity as a FIT file: the original where there is one that still tells what is stored, else one encoded from the stored
 * data, with only what the access opens.
 * @throws DomainError NOT_FOUND, also where FIT cannot say what is stored
 */
export async function activityAsFit(
  ctx: RequestContext,
  access: DataAccess,
  { blobs, codec }: FileShelf,
  id: string,
): Promise<Download> {
  const activity = await oneActivity(ctx, access, id);
  const file = activity.isEdited ? undefined : (await readFiles(ctx, access, [id])).get(id)?.[0];
  if (file?.format === 'FIT') return { name: file.name, content: await blobs.read(access.ownerId, file.blobId) };
  return {
    name: `${activity.localDate}-${activity.sport}.fit`,
    content: await codec.encodeFit(await asRecording(ctx, access, activity)).catch((error: unknown) => {
      // FIT can say no time before 1990, for one.
      if (error instanceof DomainError && error.code === 'BAD_USER_INPUT')
        throw notFound('A FIT file of this activity');
      throw error;
    }),
  };
}

async function oneActivity(ctx: RequestContext, access: DataAccess, id: string): Promise<Activity> {
  const [activity] = await activitiesById(ctx, access, [id]);
  if (!activity) throw notFound('This activity');
  return activity;
}

async function asRecording(ctx: RequestContext, access: DataAccess, activity: Activity): Promise<Recording> {
  const laps = (await readLaps(ctx, access, [activity.id])).get(activity.id) ?? [];
  const pauses = (await readPauses(ctx, access, [activity.id])).get(activity.id) ?? [];
  const streams: Streams = {};
  for (const stream of (await readStreams(ctx, access, [activity.id], streamKinds, whole)).get(activity.id) ?? []) {
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
