import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** The rank of each folder of src: it imports only from lower ranks, and from itself. docs/architecture.md explains the table. */
const ranks: Record<string, number> = {
  platform: 0,
  accounts: 1,
  files: 1,
  sharing: 2,
  notifications: 3,
  activities: 4,
  samples: 4,
  daily: 4,
  timeline: 5,
  oauth: 6,
  live: 6,
  dialects: 6,
  server: 7,
};

const sources = globSync('src/**/*.{ts,tsx}').filter((file) => !file.endsWith('.test.ts'));

const folderOf = (file: string): string => relative('src', file).split('/')[0] as string;

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path]) =>
    join(dirname(file), path as string),
  );

test('every folder of src has a rank', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.map(folderOf).filter((folder) => ranks[folder] === undefined)).toEqual([]);
});

test('imports point down the ranks', () => {
  const upward = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('src/') && folderOf(target) !== folderOf(file))
      .filter((target) => (ranks[folderOf(target)] as number) >= (ranks[folderOf(file)] as number))
      .map((target) => `${file} → ${target}`),
  );
  expect(upward).toEqual([]);
});

test('a file is found by its role: no drawers', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|misc|managers?|shared)(\/|\.ts$)/;
  expect(sources.filter((file) => drawers.test(file))).toEqual([]);
});

test('decorators stay in *.graphql.ts', () => {
  const decorated = sources.filter((file) => /^\s*@[A-Z]\w+\(/m.test(readFileSync(file, 'utf8')));
  expect(decorated.filter((file) => !file.endsWith('.graphql.ts'))).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = sources.filter((file) => /process\.env/.test(readFileSync(file, 'utf8')));
  expect(readers).toEqual(['src/platform/config.ts']);
});

// V8 puts such functions where only a full collection finds them, with all that they hold: docs/decisions/0014-what-else-was-gained.md.
test('no function that a request makes outlives it', () => {
  const having = (pattern: RegExp) => sources.filter((file) => pattern.test(readFileSync(file, 'utf8')));
  const getterInLiteral = /^ {4,}get \w+\(\)/m;
  const functionOnObject = /[\w)\]]\.#?\w+ = (async )?(\([^()]*\)|\w+) =>/;
  // The request of an upload, which the library asks later whether it has ended.
  expect(having(getterInLiteral)).toEqual(['src/server/graphql/multipart.ts']);
  expect(having(functionOnObject)).toEqual([]);
});
