import type { z } from 'zod';
import type { Viewer } from '../platform/context.ts';
import { newId } from '../platform/ids.ts';
import { placeInstant } from '../platform/time.ts';
import type { Streams } from '../files/recording.ts';
import type { StoredActivity } from './activity.ts';
import type { newActivity } from './activity.input.ts';
import { summaryColumns, type ActivityParts } from './activity.write.ts';
import { loadOf } from './load.ts';

export type ActivityDraft = z.output<typeof newActivity>;

/** The row of a checked draft, on the viewer's own clock where the draft brings none. */
export function rowOfDraft(viewer: Viewer, draft: ActivityDraft, now: Date): StoredActivity {
  const place = placeInstant(draft.startedAt.epochMs, {
    writtenOffsetMinutes: draft.startedAt.writtenOffsetMinutes,
    recordTimezone: draft.timezone,
    personTimezone: viewer.timezone,
  });
  const perceivedExertion = draft.perceivedExertion ?? null;
  const energyKilocalories = draft.energyKilocalories ?? null;
  return {
    owner_id: viewer.userId,
    id: newId(),
    sport: draft.sport,
    sub_sport: draft.subSport ?? null,
    title: draft.title,
    notes: draft.notes ?? null,
    started_at: place.instant,
    utc_offset_minutes: place.utcOffsetMinutes,
    timezone: place.timezone,
    local_date: place.localDate,
    ...summaryColumns(withElapsed(draft)),
    perceived_exertion: perceivedExertion,
    load: loadOf({ perceivedExertion, energyKilocalories, durationSeconds: draft.durationSeconds, isFromFile: false }),
    file_sha256: null,
    file_session: null,
    is_edited: false,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  };
}

/** A draft's laps, pauses and streams. */
export function partsOfDraft(draft: ActivityDraft): ActivityParts {
  const streams: Streams = {};
  for (const { kind, offsetsSeconds, values } of draft.streams ?? []) {
    streams[kind] = { offsetsSeconds: Float64Array.from(offsetsSeconds), values: Float64Array.from(values) };
  }
  return {
    laps: (draft.laps ?? []).map((lap) => ({ ...withElapsed(lap), startedAtMs: lap.startedAt.epochMs })),
    pauses: (draft.pauses ?? []).map((pause) => ({
      startedAtMs: pause.startedAt.epochMs,
      durationSeconds: pause.durationSeconds,
    })),
    streams,
  };
}

/** Without an elapsed time nobody paused. */
const withElapsed = <T extends { durationSeconds: number; elapsedSeconds?: number | undefined }>(given: T) => ({
  ...given,
  elapsedSeconds: given.elapsedSeconds ?? given.durationSeconds,
});
