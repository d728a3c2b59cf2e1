import { execute, parse, type ExecutionArgs } from 'graphql';
import { GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import type * as executorModule from '../src/server/graphql/executor/executor.ts';
import { median } from './median.ts';

// The same data and resolvers by graphql-js and by the planned executor, in turns in one process.

const names = ['id', 'title', 'sport', 'startedAt', 'timezone', 'device', 'note', 'source'];
const activity = new GraphQLObjectType({
  name: 'Activity',
  fields: {
    ...Object.fromEntries(names.map((name) => [name, { type: new GraphQLNonNull(GraphQLString) }])),
    seconds: { type: new GraphQLNonNull(GraphQLInt) },
  },
});
const listOf = (type: GraphQLObjectType) => new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));
const made = (number: number) =>
  Object.fromEntries([...names.map((name) => [name, `${name} ${number}`]), ['seconds', number]]);
const activities = Array.from({ length: 10 }, (_, number) => made(number));
const dashboard = new GraphQLObjectType({
  name: 'Dashboard',
  fields: { title: { type: GraphQLString }, activities: { type: listOf(activity), resolve: async () => activities } },
});
const dashboards = Array.from({ length: 20 }, (_, number) => ({ title: `dashboard ${number}` }));
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: { dashboards: { type: listOf(dashboard), resolve: async () => dashboards } },
  }),
  subscription: new GraphQLObjectType({ name: 'Subscription', fields: { added: { type: activity } } }),
});

const built = new URL('../dist/src/server/graphql/executor/executor.js', import.meta.url).href;
const { plannedExecutor } = (await import(built)) as typeof executorModule;
const planned = plannedExecutor(schema);

const selected = `{ ${names.join(' ')} seconds }`.replace('source ', '');
const shapes: { name: string; times: number; args: Omit<ExecutionArgs, 'schema'> }[] = [
  {
    name: 'nested read',
    times: 150,
    args: { document: parse(`{ dashboards { title activities ${selected} } }`) },
  },
  {
    name: 'live event',
    times: 20_000,
    args: { document: parse(`subscription { added ${selected} }`), rootValue: { added: made(1) } },
  },
];

async function msOf(times: number, run: () => unknown): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < times; time += 1) await run();
  return (performance.now() - start) / times;
}

for (const { name, times, args } of shapes) {
  const rounds: { plain: number; ours: number }[] = [];
  for (let round = 0; round < 12; round += 1) {
    const plain = await msOf(times, () => execute({ schema, ...args }));
    rounds.push({ plain, ours: await msOf(times, () => planned(args)) });
  }
  const warm = rounds.slice(2);
  const plain = median(warm.map((round) => round.plain));
  const ours = median(warm.map((round) => round.ours));
  const ratio = median(warm.map((round) => round.plain / round.ours));
  console.log(
    `${name}: graphql-js ${(plain * 1000).toFixed(1)} µs, planned ${(ours * 1000).toFixed(1)} µs, ${ratio.toFixed(2)} times as fast`,
  );
}
