import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

// `npm run bench` compares the gateway with others; `npm run bench -- <name>` measures one thing and prints a table.
// docs/performance.md and docs/measurements.md hold what came out.

const benches: Record<string, string> = {
  start: './start.ts',
  import: './import.ts',
  pages: './pages.ts',
  samples: './samples.ts',
  series: './series.ts',
  workouts: './workouts.ts',
  sharing: './sharing.ts',
  live: './live.ts',
  pictures: './pictures.ts',
};

/** The others are in no package of the gateway's: they are installed here, when somebody compares. */
function installPeers(): void {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((name) =>
    join(import.meta.dirname, name),
  ) as [string, string];
  const isFresh = existsSync(installed) && statSync(installed).mtimeMs > statSync(wanted).mtimeMs;
  if (!isFresh) execFileSync('npm', ['ci'], { cwd: import.meta.dirname, stdio: 'inherit' });
  execFileSync('tsc', ['-p', '.'], { cwd: import.meta.dirname, stdio: 'inherit' });
}

const name = process.argv[2]?.startsWith('-') ? undefined : process.argv[2];
const file = name === undefined ? './compare.ts' : benches[name];
if (file) {
  if (name === undefined) installPeers();
  await import(file);
} else {
  console.error(`Say which: ${Object.keys(benches).join(', ')}; or none, to compare the gateway with others.`);
  process.exitCode = 1;
}
