import { decodeFit } from './fit/decode.ts';
import { maxFileBytes } from './limits.ts';
import type { Recording } from './recording.ts';
import { tooManyBytes } from './refusals.ts';
import { sniffFormat } from './sniff-format.ts';
import { decodeXml } from './xml/decode.ts';

/**
 * Reads a FIT, TCX or GPX file. Blocks for seconds on a large one: the door to it is the `RecordingCodec`.
 * @throws DomainError BAD_USER_INPUT on `file` (not an activity, damaged, …), or PAYLOAD_TOO_LARGE
 */
export function decodeRecording(bytes: Uint8Array): Recording {
  if (bytes.length > maxFileBytes) throw tooManyBytes();
  return sniffFormat(bytes) === 'FIT' ? decodeFit(bytes) : decodeXml(bytes);
}
