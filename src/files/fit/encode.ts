import { badInput } from '../../platform/errors.ts';
import type { Recording, RecordingSession } from '../recording.ts';
import { profileName, profileNumber, fitting, maxUint32, summaryFields, toFitSeconds } from './encode-fields.ts';
import { encodeTimeline } from './encode-timeline.ts';
import { createFitWriter } from './file-writer.ts';
import { messageNumbers } from './message-numbers.ts';
import { fitEpochMs } from './values.ts';

/**
 * Writes an activity as FIT file: for each session its timer events and records in order of time, its laps and its
 * summary, then the activity. What a field cannot hold is left out; times are rounded to whole seconds.
 * @throws DomainError BAD_USER_INPUT on `startedAt` where FIT cannot say the time (before 1990)
 */
export function encodeFit(recording: Recording): Uint8Array {
  const { write, writeEncoded, finish } = createFitWriter();
  const sessions = recording.sessions.toSorted((one, other) => one.startedAtMs - other.startedAtMs);
  refuseTimesOutsideFit(sessions);
  writeFileId(recording, sessions, write);
  let lapIndex = 0;
  for (const [index, session] of sessions.entries()) {
    writeEncoded(encodeTimeline(session));
    for (const lap of session.laps) {
      const fields = { messageIndex: lapIndex++, event: 'lap', eventType: 'stop' };
      write(messageNumbers.lap, { ...fields, ...summaryFields(lap), sport: profileName('sport', session.sport) });
    }
    write(messageNumbers.session, {
      messageIndex: index,
      event: 'session',
      eventType: 'stop',
      trigger: 'activityEnd',
      ...summaryFields(session),
      sport: profileName('sport', session.sport),
      subSport: profileName('subSport', session.subSport),
      sportProfileName: session.title?.slice(0, 60) || undefined,
      firstLapIndex: lapIndex - session.laps.length,
      numLaps: session.laps.length,
    });
  }
  writeActivity(sessions, write);
  return finish();
}

type Write = (messageNumber: number, message: object) => void;

/** A maker or product that is not in the profile goes out as `development` (255), as FIT provides for. */
function writeFileId({ device }: Recording, sessions: readonly RecordingSession[], write: Write): void {
  const manufacturer = profileNumber('manufacturer', device?.manufacturer);
  const product = profileNumber('garminProduct', device?.product);
  const serialNumber = fitting(/^\d+$/.test(device?.serialNumber ?? '') ? Number(device?.serialNumber) : 0, maxUint32);
  write(messageNumbers.fileId, {
    type: 'activity',
    manufacturer: manufacturer ?? 'development',
    product: product ?? 0,
    productName: product === undefined ? device?.product?.slice(0, 60) || undefined : undefined,
    serialNumber: serialNumber === 0 ? undefined : serialNumber,
    timeCreated: toFitSeconds(sessions[0]?.startedAtMs ?? 0),
  });
}

function writeActivity(sessions: readonly RecordingSession[], write: Write): void {
  const timestamp = Math.max(...sessions.map((session) => summaryFields(session).timestamp));
  const utcOffsetMinutes = sessions.find((session) => session.utcOffsetMinutes !== undefined)?.utcOffsetMinutes;
  const timer = sessions.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  write(messageNumbers.activity, {
    timestamp,
    localTimestamp: utcOffsetMinutes === undefined ? undefined : timestamp + utcOffsetMinutes * 60,
    totalTimerTime: fitting(timer, maxUint32, 1000),
    numSessions: sessions.length,
    type: sessions.length > 1 ? 'autoMultiSport' : 'manual',
    event: 'activity',
    eventType: 'stop',
  });
}

function refuseTimesOutsideFit(sessions: readonly RecordingSession[]): void {
  if (sessions.length === 0) throw badInput('sessions', 'are none: a FIT activity has at least one');
  for (const { startedAtMs } of sessions) {
    if (startedAtMs < fitEpochMs || startedAtMs > fitEpochMs + maxUint32 * 1000) {
      throw badInput('startedAt', 'is a time that FIT cannot say (1990 to 2126)');
    }
  }
}
