import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  resolve: {
    // Without this, ESM and CommonJS importers load two copies of graphql, which then refuse each other's types.
    alias: [{ find: /^graphql$/, replacement: `${root}node_modules/graphql/index.js` }],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['node_modules', 'dist', 'test/corpus'],
    // The files of one process share its modules, which take as long to load as half of the tests take; each file has a database of its own.
    isolate: false,
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/process/build.ts', 'test/database/global-setup.ts'],
    // Half of a test's time is spent on waiting, for the database and for the clock; by itself vitest leaves one core to itself.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Only what hangs comes to these: on a busy machine a test that starts a gateway with several processes takes half a minute.
    testTimeout: 150_000,
    hookTimeout: 150_000,
    server: { deps: { inline: ['type-graphql', '@apollo/server', '@as-integrations/fastify'] } },
  },
});
