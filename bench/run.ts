// `npm run bench -- <name>`: measures one thing and prints a table. docs/measurements.md holds what came out.

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

const name = process.argv[2] ?? '';
const file = benches[name];
if (file) await import(file);
else {
  console.error(`Say which: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 1;
}
