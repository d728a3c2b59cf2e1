import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { join } from 'node:path';
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
      MikroORM: own('@mikro-orm/core'),
      '@garmin/fitsdk': own('@garmin/fitsdk'),
      autocannon: peer('autocannon'),
    },
  };
}

/** Writes all figures as JSON and as a plot; resolves with the folder. */
export function writeResults(circumstances: Circumstances, comparisons: readonly Comparison[]): string {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'comparison.json'), JSON.stringify({ circumstances, comparisons }, null, 2));
  writeFileSync(join(folder, 'comparison.svg'), plotOf(comparisons));
  return folder;
}

const begins = '<!-- What follows is made by `npm run bench -- --docs`. -->';

/** Puts the figures into docs/performance.md, in place of those of the last run. */
export function writeDocs(circumstances: Circumstances, comparisons: readonly Comparison[]): void {
  const page = join(root, 'docs/performance.md');
  const [written] = readFileSync(page, 'utf8').split(begins);
  const { date, machine, versions, scale, rounds, seconds } = circumstances;
  const part = scale === 1 ? '' : ` The data set was made smaller, to ${scale} of its size.`;
  const text = [
    `${written}${begins}`,
    `Measured on ${date} on ${machine}, ${rounds} rounds of ${seconds} seconds each.${part} ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    '![All ratios on one scale, with their targets](performance.svg)',
    ...comparisons.flatMap((comparison) => [
      `### ${comparison.title}`,
      table(measuredRows(comparison)),
      ...(comparison.ratios.length > 0 ? [table(ratioRows(comparison))] : []),
    ]),
  ];
  writeFileSync(page, `${text.join('\n\n')}\n`);
  writeFileSync(join(root, 'docs/performance.svg'), plotOf(comparisons));
}

function table(rows: readonly Row[]): string {
  const headings = Object.keys(rows[0] ?? {});
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    line(headings),
    line(headings.map(() => '---')),
    ...rows.map((row) => line(headings.map((heading) => row[heading] ?? ''))),
  ].join('\n');
}
