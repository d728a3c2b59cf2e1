import pg from 'pg';
import { startContender } from '../contender.ts';
import { loadData } from '../data/load.ts';
import { growingShapes, type Shape } from '../data/shape.ts';
import type { Entrant, Job, Round, Stage } from '../job.ts';
import { ask, askAgain } from '../load.ts';
import { query } from './activities.ts';
import { nested } from './nested-read.ts';
import { batchesOfRound, ingest } from './samples.ts';

/** A gateway on one of the data sets. */
interface Grown {
  url: string;
  shape: Shape;
  db: pg.Client;
}

/** What shows whether it grows with the data: jobs that share the data sets, which the first one makes. */
export function growthJobs(): { 'growth-read': Job; 'growth-ingest': Job } {
  const made = new Map<string, Promise<string>>();

  function job(
    title: string,
    unit: string,
    taskOf: (grown: Grown, stage: Stage) => Promise<() => Promise<Round>>,
  ): Job {
    return {
      title,
      unit,
      ratios: ({ scale }) => {
        const [first, ...others] = Object.keys(growingShapes(scale));
        return others.map((name) => ({ of: name, against: first as string }));
      },
      async prepare(stage) {
        await using stack = new AsyncDisposableStack();
        const entrants: Entrant[] = [];
        for (const [name, shape] of Object.entries(growingShapes(stage.scale))) {
          const making = made.get(name) ?? stage.database(`growth ${name}`, (url) => loadData(url, shape));
          made.set(name, making);
          const databaseUrl = await making;
          const gateway = stack.use(await startContender('gateway', databaseUrl));
          const db = new pg.Client({ connectionString: databaseUrl });
          await db.connect();
          stack.defer(() => db.end());
          const round = await taskOf({ url: gateway.url, shape, db }, stage);
          entrants.push({
            name,
            async round() {
              const { perSecond, figures } = await round();
              const sizes = { 'gateway MB': await gateway.residentMegabytes(), 'database MB': await megabytesOf(db) };
              return { perSecond, figures: { ...figures, ...sizes } };
            },
          });
        }
        const held = stack.move();
        return { entrants, [Symbol.asyncDispose]: () => held.disposeAsync() };
      },
    };
  }

  return {
    'growth-read': job('Growth: the nested read of the gateway', 'requests/s', async ({ url, shape }, { seconds }) => {
      const sent = query(shape.people, nested);
      const answer = await ask(url, sent);
      return () => askAgain(url, sent, answer, { seconds, connections: 10 });
    }),
    'growth-ingest': job(
      'Growth: batches of 1000 samples into the gateway',
      'samples/s',
      async ({ url, db }, stage) => {
        const { round } = ingest('gateway', url, db);
        return () => round(batchesOfRound(stage));
      },
    ),
  };
}

async function megabytesOf(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  return Number(rows[0]?.bytes) / 2 ** 20;
}
