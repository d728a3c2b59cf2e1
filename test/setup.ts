import 'reflect-metadata';
import { afterEach, vi } from 'vitest';
import { differences } from './graphql/both-executors.ts';

vi.mock('../src/server/graphql/executor/executor.ts', async (original) => {
  const { compared } = await import('./graphql/both-executors.ts');
  return compared(await original());
});

afterEach(() => {
  const [first] = differences.splice(0);
  if (first) throw new Error(`The planned executor answers differently: ${JSON.stringify(first, null, 2)}`);
});
