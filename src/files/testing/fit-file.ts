import { createFitWriter } from '../fit/file-writer.ts';
import { messageNumbers } from '../fit/message-numbers.ts';
import type { Recording } from '../recording.ts';

/** A FIT time, in seconds since its epoch, from which made-up messages count. */
export const fitStart = 1_000_000_000;

type Write = (name: keyof typeof messageNumbers, message: object) => void;

/** A FIT file of messages by the SDK's names, and of bytes as they are; a file_id of the given type comes first. */
export function fitFile(
  fill: (write: Write, writeEncoded: (messages: Uint8Array) => void) => void,
  type = 'activity',
): Uint8Array {
  const writer = createFitWriter();
  writer.write(messageNumbers.fileId, { type, manufacturer: 'garmin', product: 1 });
  fill((name, message) => writer.write(messageNumbers[name], message), writer.writeEncoded);
  return writer.finish();
}

/** The fields of a session or lap that starts `from` seconds after `fitStart`. */
export const sessionFields = (from: number, seconds: number, sport: string, more: object = {}) => ({
  startTime: fitStart + from,
  timestamp: fitStart + from + seconds,
  totalElapsedTime: seconds,
  totalTimerTime: seconds,
  sport,
  ...more,
});

/** The first session of a recording that must have one. */
export function firstSession(recording: Recording) {
  const [first] = recording.sessions;
  if (!first) throw new Error('the recording has no session');
  return first;
}
