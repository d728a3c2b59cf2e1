import { parseArgs } from 'node:util';
import { wholeShape } from './data/shape.ts';
import { startServer } from './database.ts';
import type { Job } from './job.ts';
import { fit } from './jobs/fit.ts';
import { growthJobs } from './jobs/growth.ts';
import { live } from './jobs/live.ts';
import { nestedRead } from './jobs/nested-read.ts';
import { pages } from './jobs/pages.ts';
import { samples } from './jobs/samples.ts';
import { start } from './jobs/start.ts';
import { year } from './jobs/year.ts';
import { runJob, type Comparison } from './rounds.ts';
import { circumstancesOf, writeDocs, writeResults } from './report.ts';
import { printComparison } from './table.ts';

// The whole comparison. `--scale 0.02` makes the data set smaller, `--jobs` names some of the jobs, `--rounds` and `--seconds` say how long,
// `--docs` puts the figures into docs/performance.md.

const jobs: Readonly<Record<string, Job>> = {
  'nested-read': nestedRead,
  pages,
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
    jobs: { type: 'string', default: Object.keys(jobs).join() },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    docs: { type: 'boolean', default: false },
    corpus: { type: 'string', default: '../shared/corpus' },
  },
});
const scale = Number(values.scale);
const shape = wholeShape(scale);
const comparisons: Comparison[] = [];
await using stack = new AsyncDisposableStack();
const server = stack.use(await startServer());
const databaseUrl = await server.database('whole', shape);
for (const name of values.jobs.split(',')) {
  const job = jobs[name];
  if (!job) throw new Error(`There is no job ${name}; there are ${Object.keys(jobs).join(', ')}.`);
  const stage = {
    databaseUrl,
    shape,
    scale,
    seconds: Number(values.seconds),
    database: server.database,
    corpus: values.corpus,
  };
  const comparison = await runJob(job, stage, Number(values.rounds));
  comparisons.push(comparison);
  printComparison(comparison);
}
const run = { scale, rounds: Number(values.rounds), seconds: Number(values.seconds) };
const circumstances = circumstancesOf(run, server.version);
console.log(`\nAll figures and a plot lie in ${writeResults(circumstances, comparisons)}`);
if (values.docs) writeDocs(circumstances, comparisons);
