import { defineConfig } from 'vitest/config';
import usual from '../vitest.config.ts';

/** `npm run corpus`: real device files, where they lie beside this clone. */
export default defineConfig({
  ...usual,
  test: { ...usual.test, include: ['test/corpus/**/*.test.ts'], exclude: ['node_modules'] },
});
