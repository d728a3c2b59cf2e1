import type { Recording, RecordingDevice } from '../recording.ts';
import { noSession, notAnActivity } from '../refusals.ts';
import { rowRange } from '../sample-table.ts';
import { type SegmentMessages, readMessages } from './messages.ts';
import type { FitMessage } from './fit-message.ts';
import { draftSessions, finishSession } from './sessions.ts';
import { mergeStrapHeartRates } from './strap-heart-rates.ts';
import { textOf, toSnakeCase } from './values.ts';

/**
 * Reads a FIT activity file, chained files included.
 * @throws DomainError BAD_USER_INPUT on `file`, PAYLOAD_TOO_LARGE
 */
export function decodeFit(bytes: Uint8Array): Recording {
  const { segments, table, strapMessages } = readMessages(bytes);
  refuseOtherTypes(segments);
  if (strapMessages.length > 0) {
    mergeStrapHeartRates(table, table.inTimeOrder(rowRange(0, table.rowCount)), strapMessages);
  }
  const drafts = segments.flatMap((segment) => draftSessions(segment, table));
  if (drafts.length === 0) throw noSession();
  const streams = table.takeStreams(drafts.map(({ group }) => group));
  const device = deviceOf(segments.find(({ fileId }) => fileId)?.fileId);
  return {
    format: 'FIT',
    ...(device && { device }),
    sessions: drafts.map((draft, index) => finishSession(draft, streams[index] ?? {})),
  };
}

/** FIT profile: file, but for activity. */
const otherTypes: Readonly<Record<string, string>> = {
  device: 'a description of a device',
  settings: 'settings',
  sport: 'sport settings',
  workout: 'a workout',
  course: 'a course',
  schedules: 'schedules',
  weight: 'weights',
  totals: 'totals',
  goals: 'goals',
  bloodPressure: 'blood pressures',
  monitoringA: 'daily monitoring',
  monitoringB: 'daily monitoring',
  monitoringDaily: 'daily monitoring',
  activitySummary: 'a summary of activities',
  segment: 'a segment',
  segmentList: 'a list of segments',
  exdConfiguration: 'a display configuration',
};

/** FIT: file_id.type says what a file is for. One without a type counts by its sessions. */
function refuseOtherTypes(segments: readonly SegmentMessages[]): void {
  const types = segments.map(({ fileId }) => fileId?.['type']);
  const isActivity = segments.some((segment, index) => {
    return types[index] === 'activity' || (types[index] === undefined && segment.sessions.length > 0);
  });
  if (isActivity) return;
  const [type] = types;
  const content = typeof type === 'string' && Object.hasOwn(otherTypes, type) ? otherTypes[type] : undefined;
  throw notAnActivity(
    content ?? (type === undefined ? 'nothing that says what it is' : `FIT file type ${String(type)}`),
  );
}

function deviceOf(fileId: FitMessage | undefined): RecordingDevice | undefined {
  if (!fileId) return undefined;
  const manufacturer = nameOf(fileId, 'manufacturer');
  const product = textOf(fileId, 'productName') ?? nameOf(fileId, 'garminProduct') ?? productNumber(fileId);
  const serialNumber = nameOf(fileId, 'serialNumber');
  if (!manufacturer && !product && !serialNumber) return undefined;
  return { ...(manufacturer && { manufacturer }), ...(product && { product }), ...(serialNumber && { serialNumber }) };
}

/** Makers without a list of products in the profile number them as they like; 0 is none. */
function productNumber(fileId: FitMessage): string | undefined {
  const product = nameOf(fileId, 'product');
  return product === '0' ? undefined : product;
}

/** A name of the profile in snake_case, or the number that stands for it. */
function nameOf(message: FitMessage, field: string): string | undefined {
  const value = message[field];
  if (typeof value === 'number') return String(value);
  const text = textOf(message, field);
  return text && toSnakeCase(text);
}
