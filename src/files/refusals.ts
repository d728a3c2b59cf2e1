import { badInput, payloadTooLarge } from '../platform/errors.ts';
import { maxFileBytes } from './limits.ts';

/** The reasons for which a file is refused, each a `DomainError` on the field `file`. */

export const emptyFile = () => badInput('file', 'is empty');

export const tooManyBytes = () => payloadTooLarge(`file is larger than ${maxFileBytes / (1024 * 1024)} MB`);

export const tooMany = (what: string, limit: number) =>
  payloadTooLarge(`file holds more than ${limit.toLocaleString('en')} ${what}`);

export const truncated = () => badInput('file', 'is truncated: it ends before its content does');

export const damaged = (how: string) => badInput('file', `is damaged: ${how}`);

export const unknownFormat = () => badInput('file', 'is of an unknown format: FIT, TCX and GPX are read');

export const archive = (kind: string) =>
  badInput('file', `is a ${kind} archive: unpack it and send the recording itself`);

export const notAnActivity = (whatItIs: string) => badInput('file', `is not an activity: it holds ${whatItIs}`);

export const noSession = () => badInput('file', 'holds no session: the recording was never finished');

export const noStartTime = () => badInput('file', 'has no start time');
