import fc from 'fast-check';
import { execute, parse, type ExecutionResult } from 'graphql';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import { setImmediate as immediately } from 'node:timers/promises';
import { beforeAll, expect, test, vi } from 'vitest';
import type * as executor from '../../src/server/graphql/executor/executor.ts';
import { documents, variables } from './executor-operations.ts';
import { madeUpSchemas, schemaOf, type MadeUpSchema, type World } from './executor-schema.ts';

const { plannedExecutor } = await vi.importActual<typeof executor>('../../src/server/graphql/executor/executor.ts');

/** Everything that can be seen of an execution: the answer with its order, the errors, what was called, and whether it came at once. */
interface Seen {
  answer: string;
  errors: unknown;
  isLater: boolean;
  calls: string[];
}

async function seen(world: World, run: () => ReturnType<typeof execute>): Promise<Seen> {
  world.calls.length = 0;
  const result = run();
  const { errors, ...rest }: ExecutionResult = await result;
  return {
    answer: JSON.stringify([rest, Object.keys(rest), errors]),
    errors: errors?.map(({ originalError, nodes, path }) => [originalError?.message, nodes?.length, path]),
    isLater: isPromise(result),
    calls: [...world.calls],
  };
}

const madeUp = (schema: MadeUpSchema, seed: number, trouble: number) => {
  const world: World = { seed, trouble, calls: [] };
  return { world, schema: schemaOf(schema, world) };
};

/**
 * What was rejected and nobody heard of, which ends a process. graphql-js leaves such behind where one item of a list ends the others, or one
 * `isTypeOf` says yes before the others have answered; only the second is left to be told of here.
 */
const unheard: string[] = [];
const hears = (reason: unknown) => void unheard.push(String(reason));

async function takeUnheard(): Promise<string[]> {
  await immediately();
  return unheard.splice(0);
}

let others: NodeJS.UnhandledRejectionListener[];
beforeAll(() => {
  others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', hears);
  return () => {
    process.off('unhandledRejection', hears);
    for (const listener of others) process.on('unhandledRejection', listener);
  };
});

test('made-up operations over made-up schemas are answered as graphql-js does, with the same calls in the same order', async () => {
  const cases = fc.record({
    schema: madeUpSchemas,
    query: documents,
    given: fc.array(variables, { minLength: 1, maxLength: 3 }),
    seed: fc.integer({ min: 0, max: 10_000 }),
    trouble: fc.constantFrom(0, 3, 10, 25),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ query, given, seed, trouble, schema: like }) => {
      const { world, schema } = madeUp(like, seed, trouble);
      const planned = plannedExecutor(schema);
      const document = parse(query);
      for (const variableValues of [...given, ...given]) {
        const args = { document, variableValues, rootValue: { place: 'root' } };
        const expected = await seen(world, () => execute({ schema, ...args }));
        const left = await takeUnheard();
        expect(await seen(world, () => planned(args))).toEqual(expected);
        expect(left).toEqual(expect.arrayContaining(await takeUnheard()));
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 400) },
  );
});
