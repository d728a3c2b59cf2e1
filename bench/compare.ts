import { parseArgs } from 'node:util';
import { loadData } from './data/load.ts';
import { wholeShape } from './data/shape.ts';
import { startServer } from './database.ts';
import type { Job } from './job.ts';
import { fit } from './jobs/fit.ts';
import { growthJobs } from './jobs/growth.ts';
import { live } from './jobs/live.ts';
import { nestedRead } from './jobs/nested-read.ts';
import { pages } from './jobs/pages.ts';
import { samples } from './jobs/samples.ts';
import { sharing } from './jobs/sharing.ts';
import { start } from './jobs/start.ts';
import { year } from './jobs/year.ts';
import { isName, jobs as names, type JobName } from './names.ts';
import { circumstancesOf, saveToDocs, saveToResults } from './report.ts';
import { runJob } from './rounds.ts';
import { printComparison } from './table.ts';

// The whole comparison, or some of its jobs. What a job measured is saved when it ends.

const jobs: Readonly<Record<JobName, Job>> = {
  'nested-read': nestedRead,
  pages,
  sharing,
  samples,
  year,
  fit,
  start,
  live,
  ...growthJobs(),
};

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    jobs: { type: 'string', default: Object.keys(names).join() },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    docs: { type: 'boolean', default: false },
    corpus: { type: 'string', default: '../shared/corpus' },
  },
});
const [scale, rounds, seconds] = [values.scale, values.rounds, values.seconds].map(Number) as [number, number, number];
const wanted = values.jobs.split(',').map((name) => {
  if (!isName(names, name)) throw new Error(`There is no job ${name}; there are ${Object.keys(names).join(', ')}.`);
  return name;
});

const begun = performance.now();
const tell = (text: string) =>
  console.log(`${((performance.now() - begun) / 60_000).toFixed(1).padStart(5)} min  ${text}`);
await using stack = new AsyncDisposableStack();
const server = stack.use(await startServer(tell));
const shape = wholeShape(scale);
const circumstances = circumstancesOf({ scale, rounds, seconds }, server.version);
let whole: Promise<string> | undefined;
for (const name of wanted) {
  const stage = {
    shape,
    scale,
    seconds,
    corpus: values.corpus,
    whole: () => (whole ??= server.database('whole', (databaseUrl) => loadData(databaseUrl, shape))),
    database: server.database,
    tell: (text: string) => tell(`${name}: ${text}`),
  };
  const comparison = await runJob(name, jobs[name], stage, rounds);
  printComparison(comparison);
  tell(`saved in ${await saveToResults(comparison, circumstances)}`);
  if (values.docs) await saveToDocs(comparison, circumstances);
}
