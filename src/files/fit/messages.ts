import { maxEvents, maxLaps, maxParts, maxRecords, maxSessions, maxStrapMessages } from '../limits.ts';
import { tooMany } from '../refusals.ts';
import { SampleTable } from '../sample-table.ts';
import { messageNumbers } from './message-numbers.ts';
import { addRecord } from './records.ts';
import type { FitMessage } from './fit-message.ts';
import { createSdkFeed } from './sdk-feed.ts';
import { type FitSegment, splitSegments } from './segments.ts';
import { walkMessages } from './walk-messages.ts';

const limits: ReadonlyMap<number, readonly [string, number]> = new Map<number, readonly [string, number]>([
  [messageNumbers.fileId, ['file ids', maxParts]],
  [messageNumbers.activity, ['activities', maxSessions]],
  [messageNumbers.session, ['sessions', maxSessions]],
  [messageNumbers.lap, ['laps', maxLaps]],
  [messageNumbers.record, ['records', maxRecords]],
  [messageNumbers.event, ['events', maxEvents]],
  [messageNumbers.heartRate, ['heart rate messages', maxStrapMessages]],
]);

/** The messages of one of the chained files. Its records are rows `firstRow` up to, not including, `endRow`. */
export interface SegmentMessages {
  fileId: FitMessage | undefined;
  activity: FitMessage | undefined;
  sessions: FitMessage[];
  laps: FitMessage[];
  events: FitMessage[];
  firstRow: number;
  endRow: number;
}

export interface FileMessages {
  segments: SegmentMessages[];
  table: SampleTable;
  /** Heart beats that a chest strap kept for later; devices append them as chained files of their own. */
  strapMessages: FitMessage[];
}

/** Reads every wanted message. Counts first, so that a file that is too large costs no memory. */
export function readMessages(bytes: Uint8Array): FileMessages {
  const parts = splitSegments(bytes);
  const table = new SampleTable(countRecords(bytes, parts));
  const strapMessages: FitMessage[] = [];
  const segments = parts.map((part) => readSegment(bytes, part, table, strapMessages));
  return { segments, table, strapMessages };
}

function countRecords(bytes: Uint8Array, parts: readonly FitSegment[]): number {
  const counts = new Map<number, number>();
  for (const part of parts) {
    walkMessages(bytes, part, ({ definition: { globalNumber } }) => {
      const limit = limits.get(globalNumber);
      if (!limit) return;
      const count = (counts.get(globalNumber) ?? 0) + 1;
      if (count > limit[1]) throw tooMany(...limit);
      counts.set(globalNumber, count);
    });
  }
  return counts.get(messageNumbers.record) ?? 0;
}

function readSegment(bytes: Uint8Array, part: FitSegment, table: SampleTable, strap: FitMessage[]): SegmentMessages {
  const firstRow = table.rowCount;
  const found: SegmentMessages = {
    fileId: undefined,
    activity: undefined,
    sessions: [],
    laps: [],
    events: [],
    firstRow,
    endRow: firstRow,
  };
  const feed = createSdkFeed(bytes, (globalNumber, message) => {
    if (globalNumber === messageNumbers.record) addRecord(table, message);
    else if (globalNumber === messageNumbers.heartRate) strap.push(message);
    else if (globalNumber === messageNumbers.fileId) found.fileId ??= message;
    else if (globalNumber === messageNumbers.activity) found.activity = message;
    else if (globalNumber === messageNumbers.session) found.sessions.push(message);
    else if (globalNumber === messageNumbers.lap) found.laps.push(message);
    else if (globalNumber === messageNumbers.event && message['event'] === 'timer') found.events.push(message);
  });
  walkMessages(bytes, part, feed.add);
  feed.flush();
  found.endRow = table.rowCount;
  return found;
}
