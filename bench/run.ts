import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { alone, isName, jobs } from './names.ts';

// `npm run bench` compares the gateway with others; `npm run bench -- <name>` measures one thing of the gateway alone and prints a table.
// docs/performance.md and docs/measurements.md hold what came out.

const listed = (names: Readonly<Record<string, string>>) =>
  Object.entries(names)
    .map(([name, what]) => `  ${name.padEnd(20)} ${what}`)
    .join('\n');

const help = `npm run bench                       compares the gateway with others; results lie in bench/results
npm run bench -- --jobs a,b         only some of the jobs
npm run bench -- <name>             measures the gateway alone

Options of the comparison
  --rounds 3           how many rounds, after one to warm up
  --seconds 5          how long a round of reads lasts
  --scale 1            which part of the data set, from 0 to 1
  --corpus <folder>    with fit/*.fit of devices (../shared/corpus); without it files are made up
  --docs               puts the figures of these jobs into docs/performance.md

Jobs
${listed(jobs)}

The gateway alone
${listed(alone)}`;

/** The others are in no package of the gateway's: they are installed here, when somebody compares. */
function installPeers(): void {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((name) =>
    join(import.meta.dirname, name),
  ) as [string, string];
  const isFresh = existsSync(installed) && statSync(installed).mtimeMs > statSync(wanted).mtimeMs;
  if (!isFresh) execFileSync('npm', ['ci'], { cwd: import.meta.dirname, stdio: 'inherit' });
  execFileSync('tsc', ['-p', '.'], { cwd: import.meta.dirname, stdio: 'inherit' });
}

const [first] = process.argv.slice(2);
if (first === '--help' || first === '-h') console.log(help);
else if (first === undefined || first.startsWith('-')) {
  installPeers();
  await import('./compare.ts');
} else if (isName(alone, first)) await import(`./${first}.ts`);
else {
  console.error(`There is nothing to measure that is named ${first}.\n\n${help}`);
  process.exitCode = 1;
}
