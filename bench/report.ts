import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { jobs } from './names.ts';
import { plotOf } from './plot.ts';
import type { Comparison } from './rounds.ts';
import { measuredRows, ratioRows, type Row } from './table.ts';

/** What figures depend on. */
export interface Circumstances {
  date: string;
  machine: string;
  versions: Record<string, string>;
  scale: number;
  rounds: number;
  seconds: number;
}

/** The newest figures of a job, and how they came about. */
export type Saved = Comparison & { circumstances: Circumstances };

const root = join(import.meta.dirname, '..');

export function circumstancesOf(
  run: Pick<Circumstances, 'scale' | 'rounds' | 'seconds'>,
  postgres: string,
): Circumstances {
  const [cpu] = cpus();
  const versionOf = (folder: string) =>
    (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  const own = (name: string) => versionOf(join(root, 'node_modules', name));
  const peer = (name: string) => versionOf(join(root, 'bench/node_modules', name));
  return {
    ...run,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()}`,
    versions: {
      'Node.js': process.versions.node,
      PostgreSQL: postgres,
      Vitalgate: versionOf(root),
      PostGraphile: peer('postgraphile'),
      mercurius: peer('mercurius'),
      'graphql-jit': peer('graphql-jit'),
      'GraphQL Yoga': peer('graphql-yoga'),
      'Apollo Server': own('@apollo/server'),
      'graphql-js': own('graphql'),
      'graphql-ws': own('graphql-ws'),
      MikroORM: own('@mikro-orm/core'),
      '@garmin/fitsdk': own('@garmin/fitsdk'),
      autocannon: peer('autocannon'),
    },
  };
}

/** Puts a job's figures beside those of the other jobs that a JSON file holds, in the order of the jobs, and plots all of them. */
async function save(file: string, comparison: Comparison, circumstances: Circumstances): Promise<Saved[]> {
  const earlier = existsSync(`${file}.json`) ? (JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Saved[]) : [];
  const rank = Object.keys(jobs);
  const all = [...earlier.filter(({ job }) => job !== comparison.job), { ...comparison, circumstances }].toSorted(
    (one, other) => rank.indexOf(one.job) - rank.indexOf(other.job),
  );
  await writeFormatted(`${file}.json`, JSON.stringify(all, null, 2));
  writeFileSync(`${file}.svg`, plotOf(all));
  return all;
}

/** Keeps the newest figures of each job as JSON and as a plot; tells where. */
export async function saveToResults(comparison: Comparison, circumstances: Circumstances): Promise<string> {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  await save(join(folder, 'comparison'), comparison, circumstances);
  return relative(process.cwd(), folder);
}

const begins = '<!-- What follows is made by `npm run bench -- --docs`. -->';

/** Puts a job's figures into docs/performance.md, in place of its earlier ones. */
export async function saveToDocs(comparison: Comparison, circumstances: Circumstances): Promise<void> {
  const file = join(root, 'docs/performance');
  const [written] = readFileSync(`${file}.md`, 'utf8').split(begins);
  const text = [
    `${written}${begins}`,
    '![All ratios on one scale, with their targets](performance.svg)',
    ...(await save(file, comparison, circumstances)).flatMap((saved) => [
      `### ${saved.title}`,
      told(saved.circumstances),
      table(measuredRows(saved)),
      ...(saved.ratios.length > 0 ? [table(ratioRows(saved))] : []),
    ]),
    '### Versions',
    Object.entries(circumstances.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ];
  await writeFormatted(`${file}.md`, text.join('\n\n'));
}

/** As the repository's own files are. */
async function writeFormatted(file: string, text: string): Promise<void> {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

function told({ date, machine, rounds, seconds, scale }: Circumstances): string {
  const part = scale === 1 ? '' : ` The data set was made smaller, to ${scale} of its size.`;
  return `${date} on ${machine}; ${rounds} round${rounds === 1 ? '' : 's'}, those of reads of ${seconds} seconds.${part}`;
}

function table(rows: readonly Row[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    line(headings),
    line(headings.map(() => '---')),
    ...rows.map((row) => line(headings.map((heading) => row[heading] ?? ''))),
  ].join('\n');
}
