import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { DomainError, badInput } from '../platform/errors.ts';
import type { WorkerAnswer, WorkerTask } from './codec.worker.ts';
import { maxFileBytes } from './limits.ts';
import { buffersOf, type Recording } from './recording.ts';
import { emptyFile, tooManyBytes } from './refusals.ts';

export { maxFileBytes } from './limits.ts';

/** Reads and writes files in worker threads, so that the event loop stays free. */
export interface RecordingCodec {
  /** @throws DomainError BAD_USER_INPUT on `file`, PAYLOAD_TOO_LARGE, or RATE_LIMITED when too many files wait */
  decode(bytes: Uint8Array): Promise<Recording>;
  /**
   * Takes the recording's streams away: their memory goes to the worker.
   * @throws DomainError as `encodeFit`, or RATE_LIMITED when too many files wait
   */
  encodeFit(recording: Recording): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface CodecLimits {
  threads?: number;
  /** Files that may wait for a thread. */
  maxWaiting?: number;
  /** How long one file may take, in milliseconds. */
  timeoutMs?: number;
  /** Heap of a worker in MB; typed arrays, bounded by the record limit, come on top. */
  heapMegabytes?: number;
}

const workerFile = new URL(`./codec.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** A codec whose workers start with the first file and end after some idle seconds. */
export function createRecordingCodec(limits: CodecLimits = {}): RecordingCodec {
  const threads = limits.threads ?? (availableParallelism() > 2 ? 2 : 1);
  const { maxWaiting = 20, timeoutMs = 60_000, heapMegabytes = 192 } = limits;
  let pool: Piscina | undefined;
  let waiting = 0;

  const startPool = () =>
    new Piscina({
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
    return run<Recording>('decode', alone(bytes));
  }

  const encodeFit = (recording: Recording): Promise<Uint8Array> =>
    run<Uint8Array>('encode', recording, [...buffersOf(recording)]);

  async function run<Made>(name: WorkerTask, task: unknown, transferList: ArrayBuffer[] = []): Promise<Made> {
    if (waiting >= maxWaiting + threads)
      throw new DomainError('RATE_LIMITED', 'Too many files are being read and written: try again.');
    pool ??= startPool();
    waiting++;
    // Those before it in the queue may take their time as well.
    const signal = AbortSignal.timeout(timeoutMs * Math.ceil(waiting / threads));
    try {
      return madeOf((await pool.run(task, { name, signal, transferList })) as WorkerAnswer<Made>);
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

  return { decode, encodeFit, close };
}

/** A view on a larger buffer would take all of that along to the worker. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}

function madeOf<Made>(answer: WorkerAnswer<Made>): Made {
  if ('made' in answer) return answer.made;
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
