import { setTimeout as sleep } from 'node:timers/promises';
import { execute as graphqlJs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { closeOrm, openOrm, type Orm } from '../../src/platform/database/orm.ts';
import { entities } from '../../src/server/entities.ts';
import type * as executor from '../../src/server/graphql/executor/executor.ts';
import type { GraphqlContext } from '../../src/server/graphql/context.ts';

type Args = executor.PlannedArgs & { contextValue: GraphqlContext };

/** What the two executors answered differently, to be taken after each test. */
export const differences: unknown[] = [];

/** By database: connections that no test counts or cuts. */
const orms = new Map<string, Promise<Orm>>();

async function ormBeside({ em }: GraphqlContext): Promise<Orm> {
  const url = em.config.get('clientUrl') as string;
  const orm = orms.get(url) ?? openOrm(url, entities, 2);
  orms.set(url, orm);
  return orm;
}

/** Lets go of the databases that were looked at, and counts anew for the next file. */
export async function closeComparisons(): Promise<void> {
  times.clear();
  const opened = [...orms.values()];
  orms.clear();
  for (const orm of opened) await closeOrm(await orm);
}

/** How often each document of a test file was answered. */
const times = new Map<string, number>();
const alwaysCompared = 5;
const comparedEvery = 10;

/** Most of a suite's time would go into asking the same again: each document is compared a few times, and then now and then. */
function isCompared({ document }: Args): boolean {
  const text = document.loc?.source.body ?? '';
  const time = times.get(text) ?? 0;
  times.set(text, time + 1);
  return time < alwaysCompared || time % comparedEvery === 0;
}

/** What a client can see of an answer, with the order of its fields. */
const visible = ({ data, errors }: ExecutionResult): string =>
  JSON.stringify([data, errors?.map((error) => [error.toJSON(), error.originalError?.message])]);

/**
 * The planned executor as it is, but that graphql-js answers the queries and the events of subscriptions of the whole suite, too. What others write
 * meanwhile may make one comparison differ; what differs every time is a difference.
 */
export const compared = (original: typeof executor): typeof executor => ({
  ...original,
  plannedExecutor(schema: GraphQLSchema) {
    const planned = original.plannedExecutor(schema);
    const contextBeside = async (contextValue: GraphqlContext): Promise<GraphqlContext> => {
      const { em } = await ormBeside(contextValue);
      return Object.create(contextValue, {
        em: { value: em.fork() },
        memo: { value: new Map() },
        readNotes: { value: { take: () => {}, flush: () => Promise.resolve() } },
      }) as GraphqlContext;
    };
    return async (args) => {
      const answer = await planned(args);
      const { contextValue, document } = args as Args;
      const isMutation = document.definitions.some((part) => 'operation' in part && part.operation === 'mutation');
      if (isMutation || !isCompared(args as Args)) return answer;
      const again = async (execute: typeof planned) =>
        visible(await execute({ ...args, contextValue: await contextBeside(contextValue) }));
      const byGraphqlJs: typeof planned = (given) => graphqlJs({ ...given, schema });
      let [ours, theirs] = [visible(answer), await again(byGraphqlJs)];
      for (let tries = 0; ours !== theirs && tries < 5; tries += 1) {
        await sleep(50 * tries);
        [ours, theirs] = [await again(planned), await again(byGraphqlJs)];
      }
      if (ours !== theirs) differences.push({ ours, theirs });
      return answer;
    };
  },
});
