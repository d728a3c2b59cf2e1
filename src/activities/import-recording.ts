import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BlobStore } from '../files/blob-store.ts';
import { maxFileBytes, type RecordingCodec } from '../files/codec-pool.ts';
import { isFit } from '../files/sniff-format.ts';
import type { Recording, RecordingSession } from '../files/recording.ts';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { badInput, payloadTooLarge } from '../platform/errors.ts';
import { earliestInstant, latestInstant } from '../platform/fields.ts';
import { newId } from '../platform/ids.ts';
import { placeInstant } from '../platform/time.ts';
import { newlyCarried, notifyViewers } from '../sharing/notify-viewers.ts';
import { toActivity, type Activity, type StoredActivity } from './activity.ts';
import type { ActivityTables } from './activity.entity.ts';
import { insertActivity, summaryColumns } from './activity.write.ts';
import { loadOf } from './load.ts';

/** What an import needs beside the database. */
export interface FileShelf {
  codec: RecordingCodec;
  blobs: BlobStore;
}

export interface Upload {
  name: string;
  content: Readable;
  /** How the person calls it, whatever the file says. */
  title?: string | undefined;
  /** The one format that the door takes; by default any. */
  only?: Recording['format'];
}

export interface Imported {
  activities: Activity[];
  /** The person had uploaded the very same bytes before; nothing new was made. */
  duplicate: boolean;
}

interface ReceivedFile {
  name: string;
  title: string | undefined;
  bytes: Buffer;
  sha256: Buffer;
}

/**
 * Makes the activities of a device file: one per session. The same bytes again (SHA-256, per person) make nothing new.
 * @throws DomainError FORBIDDEN without `activities:write`, PAYLOAD_TOO_LARGE, BAD_USER_INPUT on `file` with the reason
 */
export async function importRecording(ctx: RequestContext, shelf: FileShelf, upload: Upload): Promise<Imported> {
  const viewer = requireScope(ctx, 'activities:write');
  const file = await receive(upload);
  const known = await activitiesOfFile(ctx, viewer, file.sha256);
  if (known.length > 0) return { activities: known, duplicate: true };

  const wrongFormat = () => badInput('file', `is not a ${upload.only} file`);
  if (upload.only === 'FIT' && !isFit(file.bytes)) throw wrongFormat();
  const recording = await shelf.codec.decode(file.bytes);
  if (upload.only !== undefined && recording.format !== upload.only) throw wrongFormat();
  for (const session of recording.sessions) refuseImpossible(session);
  const blobId = newId();
  await shelf.blobs.put(viewer.userId, blobId, file.bytes);
  const activities = await store(ctx, viewer, file, recording, blobId).catch(async (error: unknown) => {
    await shelf.blobs.remove(viewer.userId, blobId);
    throw error;
  });
  if (activities) return { activities, duplicate: false };
  // The same file came in twice at once, and the other request was first.
  await shelf.blobs.remove(viewer.userId, blobId);
  return { activities: await activitiesOfFile(ctx, viewer, file.sha256), duplicate: true };
}

const longestSeconds = 60 * 86_400;

/** Files are held to what is written by hand is held to. @throws DomainError BAD_USER_INPUT */
function refuseImpossible({ startedAtMs, durationSeconds, elapsedSeconds }: RecordingSession): void {
  if (!(startedAtMs >= earliestInstant && startedAtMs <= latestInstant()))
    throw badInput('file', 'tells of an activity that did not start between 1900 and now');
  if (Math.max(durationSeconds, elapsedSeconds) > longestSeconds)
    throw badInput('file', 'tells of an activity of more than 60 days');
}

/** Reads the upload to its end, hashing as it comes: hashing 25 MB in one go would hold the event loop. */
async function receive({ name, title, content }: Upload): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxFileBytes) break;
    hash.update(chunk);
    chunks.push(chunk);
  }
  // The multipart parser cuts a file at its limit without an error, and only marks the stream.
  if (size > maxFileBytes || ('truncated' in content && content.truncated === true)) {
    throw payloadTooLarge(`file: has more than ${maxFileBytes / 1024 / 1024} MB.`);
  }
  if (size === 0) throw badInput('file', 'is empty');
  return { name: storable(name), title, bytes: Buffer.concat(chunks, size), sha256: hash.digest() };
}

/** A name without what no file has in its name, and PostgreSQL not in its texts. */
const storable = (name: string): string =>
  name
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 255)
    .toWellFormed();

async function activitiesOfFile(ctx: RequestContext, viewer: Viewer, sha256: Buffer): Promise<Activity[]> {
  const rows = await ctx.em
    .getKysely<ActivityTables>()
    .selectFrom('activities')
    .selectAll()
    .where('owner_id', '=', viewer.userId)
    .where('file_sha256', '=', sha256)
    .orderBy('file_session')
    .execute();
  return rows.map(toActivity);
}

/** `undefined` when the same bytes were stored meanwhile. */
function store(
  ctx: RequestContext,
  viewer: Viewer,
  file: ReceivedFile,
  recording: Recording,
  blobId: string,
): Promise<Activity[] | undefined> {
  const createdAt = ctx.now().toISOString();
  return ctx.em.transactional(async (em) => {
    const db = em.getKysely<ActivityTables>();
    const fresh = await db
      .insertInto('files')
      .values({
        owner_id: viewer.userId,
        sha256: file.sha256,
        format: recording.format,
        name: file.name,
        size: file.bytes.length,
        blob_id: blobId,
        created_at: createdAt,
      })
      .onConflict((clause) => clause.doNothing())
      .executeTakeFirst();
    if (fresh.numInsertedOrUpdatedRows === 0n) return undefined;
    const source = {
      provider: recording.format,
      client_id: viewer.clientId,
      external_id: null,
      checksum: file.sha256,
      payload: null,
      created_at: createdAt,
    };
    const stored: Activity[] = [];
    for (const [index, session] of recording.sessions.entries()) {
      const row = rowOfSession(viewer, file, session, index, createdAt);
      // Without an external id nothing can be taken.
      stored.push(toActivity((await insertActivity(db, row, source, session)) as StoredActivity));
    }
    const facts = stored.flatMap((activity) => newlyCarried('Activity', undefined, activity));
    await notifyViewers(ctx, em, viewer.userId, facts);
    return stored;
  });
}

function rowOfSession(
  viewer: Viewer,
  file: ReceivedFile,
  session: RecordingSession,
  index: number,
  createdAt: string,
): StoredActivity {
  const place = placeInstant(session.startedAtMs, {
    deviceOffsetMinutes: session.utcOffsetMinutes,
    personTimezone: viewer.timezone,
  });
  return {
    owner_id: viewer.userId,
    id: newId(),
    sport: session.sport,
    sub_sport: session.subSport ?? null,
    title: file.title ?? session.title ?? titleOfFile(file.name),
    notes: session.notes ?? null,
    started_at: place.instant,
    utc_offset_minutes: place.utcOffsetMinutes,
    timezone: place.timezone,
    local_date: place.localDate,
    ...summaryColumns(session),
    perceived_exertion: null,
    load: loadOf({
      perceivedExertion: null,
      energyKilocalories: session.energyKilocalories ?? null,
      durationSeconds: session.durationSeconds,
      isFromFile: true,
    }),
    file_sha256: file.sha256,
    file_session: index,
    is_edited: false,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** `Morning_Run.fit` → `Morning Run`. */
const titleOfFile = (name: string): string =>
  name
    .replace(/\.[a-z]{3}$/i, '')
    .replaceAll(/[_\s]+/g, ' ')
    .trim() || 'Activity';
