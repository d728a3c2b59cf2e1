import { once } from 'node:events';
import { answer, StartError, type AnsweringTask } from './answering.ts';
import { createLogger } from './http/logging.ts';
import type { WorkerStart } from './workers.ts';

const [task] = (await once(process, 'message')) as [AnsweringTask];

// Ctrl-C reaches every process of a console, and then comes the word of the first process: any of them says the same.
const told = Promise.race([once(process, 'message'), firstOf('SIGTERM'), firstOf('SIGINT')]);
try {
  const answering = await answer(task, createLogger(task.config.logLevel));
  await say({ url: answering.url });
  await told;
  await answering.stop();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  await say({ refusal: error.message });
}
process.disconnect();

/** Resolves at the first of a signal; later ones change nothing. */
function firstOf(signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => process.on(signal, () => resolve()));
}

function say(start: WorkerStart): Promise<void> {
  return new Promise((said) => process.send?.(start, () => said()));
}
