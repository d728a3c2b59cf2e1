import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { DomainError, badInput } from '../platform/errors.ts';
import type { DecodeAnswer } from './decode.worker.ts';
import { maxFileBytes } from './limits.ts';
import type { Recording } from './recording.ts';
import { emptyFile, tooManyBytes } from './refusals.ts';

export { maxFileBytes } from './limits.ts';

/** Reads files in worker threads, so that the event loop stays free. */
export interface RecordingDecoder {
  /** @throws DomainError BAD_USER_INPUT on `file`, PAYLOAD_TOO_LARGE, or RATE_LIMITED when too many files wait */
  decode(bytes: Uint8Array): Promise<Recording>;
  close(): Promise<void>;
}

export interface DecoderLimits {
  threads?: number;
  /** Files that may wait for a thread. */
  maxWaiting?: number;
  /** How long one file may take, in milliseconds. */
  timeoutMs?: number;
  /** Heap of a worker in MB; typed arrays, bounded by the record limit, come on top. */
  heapMegabytes?: number;
}

const workerFile = new URL(`./decode.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** A decoder whose workers start with the first file and end after some idle seconds. */
export function createRecordingDecoder(limits: DecoderLimits = {}): RecordingDecoder {
  const threads = limits.threads ?? (availableParallelism() > 2 ? 2 : 1);
  const { maxWaiting = 20, timeoutMs = 60_000, heapMegabytes = 192 } = limits;
  let pool: Piscina<Uint8Array, DecodeAnswer> | undefined;
  let waiting = 0;

  const startPool = () =>
    new Piscina<Uint8Array, DecodeAnswer>({
      filename: workerFile.href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 10_000,
      // A worker holds one file at a time, and its environment none of the gateway's secrets.
      concurrentTasksPerWorker: 1,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });

  async function decode(bytes: Uint8Array): Promise<Recording> {
    if (bytes.length === 0) throw emptyFile();
    if (bytes.length > maxFileBytes) throw tooManyBytes();
    if (waiting >= maxWaiting + threads)
      throw new DomainError('RATE_LIMITED', 'Too many files are being read: try again.');
    pool ??= startPool();
    waiting++;
    // Those before it in the queue may take their time as well.
    const signal = AbortSignal.timeout(timeoutMs * Math.ceil(waiting / threads));
    try {
      return toRecording(await pool.run(alone(bytes), { signal }));
    } catch (error) {
      throw error instanceof DomainError ? error : workerFailure(error, signal.aborted);
    } finally {
      waiting--;
    }
  }

  async function close(): Promise<void> {
    await pool?.destroy();
    pool = undefined;
  }

  return { decode, close };
}

/** A view on a larger buffer would take all of that along to the worker. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}

function toRecording(answer: DecodeAnswer): Recording {
  if ('recording' in answer) return answer.recording;
  const { code, message, fields } = answer.refusal;
  throw new DomainError(code, message, fields);
}

/** The pool replaces a worker that died. The reason goes along as cause, for the log. */
function workerFailure(error: unknown, timedOut: boolean): DomainError {
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = timedOut
    ? 'takes too long to read'
    : outOfMemory
      ? 'takes too much memory to read'
      : 'could not be read';
  return Object.assign(badInput('file', reason), { cause: error });
}
