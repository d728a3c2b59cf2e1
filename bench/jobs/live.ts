import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startContenders, type Contender } from '../contender.ts';
import { loadSubscribers, tokenOfOwner, tokenOfViewer } from '../data/subscribers.ts';
import type { Entrant, Job, Round } from '../job.ts';
import { ask } from '../load.ts';
import { median } from '../median.ts';
import { dataOf } from './activities.ts';
import type { Received } from './live-clients.process.ts';
import { sameAnswers } from './same-answers.ts';

// What owners log, until the last viewer has it, beside a bare graphql-ws server that pushes the same payload to as many clients.

const owners = 10;
const eventsInRound = 15;
const idleMs = 5000;

/** Subscribers of one server. */
interface Listeners extends AsyncDisposable {
  /** One event for each of them; resolves with the milliseconds until the last one has it. */
  hear: (push: () => unknown) => Promise<number>;
  report: () => Promise<Received>;
  /** What the server holds for each of them while nothing happens. */
  kilobytesEach: number;
}

async function listenersOf(server: Contender, tokens: readonly string[]): Promise<Listeners> {
  const before = await server.residentMegabytes();
  const child = fork(join(import.meta.dirname, 'live-clients.process.ts'));
  const ended = once(child, 'exit');
  const told = async (): Promise<unknown> => {
    const message = once(child, 'message');
    const isOver = await Promise.race([message.then(() => false), ended.then(() => true)]);
    if (isOver) throw new Error(`the subscribers of ${server.name} ended`);
    return (await message)[0];
  };
  const asked = (message: object | string) => {
    const answer = told();
    child.send(message);
    return answer;
  };
  await asked({ url: server.url, tokens });
  await sleep(idleMs);
  return {
    kilobytesEach: ((await server.residentMegabytes()) - before) * (1024 / tokens.length),
    async hear(push) {
      await asked({ expect: tokens.length });
      const all = told();
      const begun = performance.now();
      await Promise.all([push(), all]);
      return performance.now() - begun;
    },
    report: () => asked('report') as Promise<Received>,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

/** Which fields a message has, of which kind. */
const fieldsOf = ({ last }: Received) => {
  const { payload } = JSON.parse(last) as { payload: { data: { notificationAdded: object } } };
  return Object.entries(payload.data.notificationAdded).map(([name, value]) => [name, typeof value]);
};

const written = `
  with counters as (
    update notification_counters set last = last + 1 returning viewer_id, last
  )
  insert into notifications (viewer_id, number, id, kind, category, count, owner_id, share_id, record_type, record_id, local_date, occurred_at)
  select c.viewer_id, c.last, gen_random_uuid(), 'LOGGED', 'SLEEP', 1, s.owner_id, s.id, 'SleepDay', gen_random_uuid(), date '2020-01-01', now()
  from counters c join shares s on s.viewer_id = c.viewer_id`;
const rung = `
  select pg_notify('vitalgate_notifications', string_agg(viewer_id || ':' || last, ' '))
  from (select c.*, (row_number() over ()) / 150 as bell from notification_counters c) b
  group by bell`;

export const live: Job = {
  title: 'Live: notifications to 5,000 subscribers',
  unit: 'events/s',
  ratios: () => [
    { of: 'gateway, from the ring on', against: 'bare graphql-ws', atLeast: 1 },
    { of: 'gateway, from the request on', against: 'bare graphql-ws' },
    { of: 'gateway, from the ring on', against: 'bare graphql-ws', figure: 'KB per idle subscriber' },
  ],
  async prepare({ scale, database }) {
    const each = Math.max(20, Math.round(500 * scale));
    const subscribers = owners * each;
    const databaseUrl = await database('live', (url) => loadSubscribers(url, owners, each));
    await using stack = new AsyncDisposableStack();
    const servers = stack.use(await startContenders(['gateway', 'bare-live'], databaseUrl));
    const [gateway, bare] = [servers.of('gateway'), servers.of('bare-live')];
    const tokens = Array.from({ length: subscribers }, (_, viewer) => tokenOfViewer(viewer));
    const viewers = stack.use(await listenersOf(gateway, tokens));
    const others = stack.use(await listenersOf(bare, tokens));
    const db = new pg.Client({ connectionString: databaseUrl });
    await db.connect();
    stack.defer(() => db.end());

    let night = Date.UTC(2020, 0, 1);
    async function everyoneLogs(): Promise<void> {
      night += 86_400_000;
      const day = new Date(night).toISOString().slice(0, 10);
      await Promise.all(Array.from({ length: owners }, (_, owner) => logNight(gateway.url, owner, day)));
    }
    const publish = () => bare.tell('publish');
    // The first nights make the counters, too.
    await viewers.hear(everyoneLogs);
    await others.hear(publish);
    sameAnswers([
      { name: gateway.name, answer: fieldsOf(await viewers.report()) },
      { name: bare.name, answer: fieldsOf(await others.report()) },
    ]);

    const entrant = (name: string, listeners: Listeners, push: () => unknown, prepare?: () => unknown): Entrant => ({
      name,
      async round(): Promise<Round> {
        const times: number[] = [];
        for (let event = 0; event < eventsInRound; event += 1) {
          await prepare?.();
          times.push(await listeners.hear(push));
        }
        const { p50, p99 } = await listeners.report();
        const figures = { 'p50 ms': p50, 'p99 ms': p99, 'KB per idle subscriber': listeners.kilobytesEach };
        return { perSecond: (1000 * subscribers) / median(times), figures };
      },
    });
    const held = stack.move();
    return {
      entrants: [
        entrant(
          'gateway, from the ring on',
          viewers,
          () => db.query(rung),
          () => db.query(written),
        ),
        entrant('gateway, from the request on', viewers, everyoneLogs),
        entrant('bare graphql-ws', others, publish),
      ],
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
};

async function logNight(url: string, owner: number, day: string): Promise<void> {
  const query = `mutation { recordSleepDay(input: { day: "${day}", sleepSeconds: 25200 }) { created } }`;
  const answer = await ask(url, {
    method: 'POST',
    path: '/graphql',
    headers: { authorization: `Bearer ${tokenOfOwner(owner)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  dataOf(answer);
}
