import fc from 'fast-check';
import { execute, parse, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import { expect, test } from 'vitest';
import { plannedExecutor, type PlannedArgs } from '../../src/server/graphql/executor/executor.ts';
import { documents, variables } from './executor-operations.ts';
import { madeUpSchemas, schemaOf, type MadeUpSchema, type World } from './executor-schema.ts';

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
        expect(await seen(world, () => planned(args))).toEqual(expected);
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 400) },
  );
});
void ({} as { document: DocumentNode; schema: GraphQLSchema; args: PlannedArgs });
