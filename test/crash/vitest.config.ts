import { defineConfig } from 'vitest/config';
import usual from '../vitest.config.ts';

const { STORM_SECONDS = '60', STORM_SEED } = process.env;

/** `npm run test:crash`: a storm of a minute, or of as many seconds as `STORM_SECONDS` says. */
export default defineConfig({
  ...usual,
  test: {
    ...usual.test,
    include: ['test/crash/**/*.test.ts'],
    globalSetup: ['test/process/build.ts'],
    provide: { stormSeconds: Number(STORM_SECONDS), ...(STORM_SEED && { stormSeed: Number(STORM_SEED) }) },
  },
});
