import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { ErrorCode, FieldErrors } from '../platform/errors.ts';
import { DomainError } from '../platform/errors.ts';
import { decodeRecording } from './decode.ts';
import { encodeFit } from './fit/encode.ts';
import { buffersOf, type Recording } from './recording.ts';

/** What a worker answers. A refusal travels as data: errors lose their class between threads. */
export type WorkerAnswer<Made> =
  { made: Made } | { refusal: { code: ErrorCode; message: string; fields: FieldErrors | undefined } };

export type WorkerTask = 'decode' | 'encode';

/** Decodes in a worker thread. */
export const decode = (bytes: Uint8Array) =>
  answer(
    () => decodeRecording(bytes),
    (recording) => [...buffersOf(recording)],
  );

/** Encodes in a worker thread. */
export const encode = (recording: Recording) =>
  answer(
    () => encodeFit(recording),
    (bytes) => (bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []),
  );

/** What was made is handed over, not copied. */
function answer<Made>(make: () => Made, buffers: (made: Made) => ArrayBuffer[]) {
  try {
    const made = make();
    return move({ [transferableSymbol]: buffers(made), [valueSymbol]: { made } });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, fields } = error;
    return { refusal: { code, message, fields } };
  }
}
