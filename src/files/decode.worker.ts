import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { ErrorCode, FieldErrors } from '../platform/errors.ts';
import { DomainError } from '../platform/errors.ts';
import { decodeRecording } from './decode.ts';
import type { Recording } from './recording.ts';

/** What a worker answers. A refusal travels as data: errors lose their class between threads. */
export type DecodeAnswer =
  { recording: Recording } | { refusal: { code: ErrorCode; message: string; fields: FieldErrors | undefined } };

/** Decodes in a worker thread. The streams' memory is handed over, not copied. */
export default function decodeInWorker(bytes: Uint8Array) {
  const answer = decodeOrRefuse(bytes);
  if ('refusal' in answer) return answer;
  return move({ [transferableSymbol]: [...buffersOf(answer.recording)], [valueSymbol]: answer });
}

function decodeOrRefuse(bytes: Uint8Array): DecodeAnswer {
  try {
    return { recording: decodeRecording(bytes) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, fields } = error;
    return { refusal: { code, message, fields } };
  }
}

/** Streams share offsets, and a buffer may be handed over only once. */
function buffersOf(recording: Recording): Set<ArrayBuffer> {
  const streams = recording.sessions.flatMap((session) => Object.values(session.streams));
  return new Set(
    streams
      .flatMap(({ offsetsSeconds, values }) => [offsetsSeconds.buffer, values.buffer])
      .filter((buffer) => buffer instanceof ArrayBuffer),
  );
}
