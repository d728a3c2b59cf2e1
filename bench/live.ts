import { createHash } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startMeasuredGateway } from './gateway-process.ts';
import { median } from './median.ts';

// 5,000 subscribers on one process: what owners log, from the request that stores it to the last viewer, beside a bare graphql-ws server that
// pushes the same payload to the same number of clients. Rounds are interleaved; client and PostgreSQL share the machine.

const owners = Number(process.env.OWNERS ?? 10);
const each = Number(process.env.EACH ?? 500);
const subscribers = owners * each;
const rounds = Number(process.env.ROUNDS ?? 20);

const secret = (who: string) => `vg_pt_bench_${who}`;
const hash = (token: string) => createHash('sha256').update(token).digest();

const gateway = await startMeasuredGateway();
const bare = fork(resolve('bench/bare-live.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const [{ url: bareUrl }] = (await once(bare, 'message')) as [{ url: string }];
const db = new pg.Client({ connectionString: gateway.databaseUrl });
await db.connect();

const answer = async <Answer>(child: ChildProcess): Promise<Answer> => (await once(child, 'message'))[0] as Answer;

async function clients(url: string, tokens: string[]): Promise<ChildProcess> {
  const child = fork(resolve('bench/live-clients.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send({ url, tokens });
  await answer(child);
  return child;
}

async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

async function log(owner: number, day: string): Promise<void> {
  const query = `mutation { recordSleepDay(input: { day: "${day}", sleepSeconds: 25200 }) { created } }`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret(`owner${owner}`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
}

/** One event for every subscriber; resolves with the milliseconds until the last one has it. */
async function round(listeners: ChildProcess, push: () => Promise<unknown>): Promise<number> {
  const ready = answer(listeners);
  listeners.send({ expect: subscribers });
  await ready;
  const done = answer(listeners);
  const start = performance.now();
  await push();
  await done;
  return performance.now() - start;
}

try {
  await db.query(
    `insert into users (id, number, organisation_id, email, email_key, name, timezone, password_hash, is_admin, created_at, updated_at)
     select gen_random_uuid(), 1000 + n, u.organisation_id, n || '@bench.example', n || '@bench.example', 'Person ' || n, 'UTC', '', false,
       u.created_at, u.updated_at
     from users u, generate_series(0, $1::int - 1) n where u.email = $2`,
    [owners + subscribers, gateway.email],
  );
  const names = [
    ...Array.from({ length: owners }, (_, n) => `owner${n}`),
    ...Array.from({ length: subscribers }, (_, n) => `viewer${n}`),
  ];
  await db.query(
    `insert into access_tokens (hash, id, user_id, scopes, created_at, expires_at)
     select t.hash, gen_random_uuid(), u.id, array['sleep:write', 'notifications:read'], now(), now() + interval '1 day'
     from unnest($1::bytea[]) with ordinality as t (hash, n) join users u on u.number = 999 + t.n`,
    [names.map((name) => hash(secret(name)))],
  );
  await db.query(
    `insert into shares (id, number, owner_id, viewer_id, include, notify, created_at, updated_at)
     select gen_random_uuid(), v.number, o.id, v.id, array['SLEEP'], array['SLEEP'], now(), now()
     from users v join users o on o.number = 1000 + (v.number - 1000 - $1::int) / $2::int
     where v.number >= 1000 + $1::int and v.number < 1000 + $1::int + $3::int`,
    [owners, each, subscribers],
  );
  await db.query('analyze');

  const gatewayBefore = await rssOf(gateway.pid);
  const bareBefore = await rssOf(bare.pid as number);
  const viewers = await clients(
    gateway.url,
    Array.from({ length: subscribers }, (_, n) => secret(`viewer${n}`)),
  );
  const others = await clients(
    bareUrl,
    Array.from({ length: subscribers }, () => 'none'),
  );
  await sleep(5000);
  const kilobytes = (before: number, after: number) => Math.round(((after - before) / 1024 / subscribers) * 10) / 10;
  const memory = [
    kilobytes(gatewayBefore, await rssOf(gateway.pid)),
    kilobytes(bareBefore, await rssOf(bare.pid as number)),
  ];

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

  const jobs = [
    {
      name: 'the gateway, from the ring on',
      listeners: viewers,
      prepare: () => db.query(written),
      push: () => db.query(rung),
      times: [] as number[],
    },
    {
      name: 'the gateway, from the request on',
      listeners: viewers,
      prepare: async () => undefined,
      push: (day: string) => Promise.all(Array.from({ length: owners }, (_, owner) => log(owner, day))),
      times: [] as number[],
    },
    {
      name: 'bare graphql-ws, from the publishing on',
      listeners: others,
      prepare: async () => undefined,
      push: async () => void bare.send('publish'),
      times: [] as number[],
    },
  ];
  const dayOf = (number: number) => new Date(Date.UTC(2020, 0, 1 + number)).toISOString().slice(0, 10);
  for (let number = -3; number < rounds; number += 1) {
    for (const { name, listeners, prepare, push, times } of jobs) {
      // The first round makes the counters.
      if (number === -3 && name.includes('ring')) continue;
      await prepare();
      const took = await round(listeners, () => push(dayOf(number + 10)));
      if (number >= 0) times.push(took);
      else if (number === -1) await report(listeners);
    }
  }
  const bareTimes = jobs.at(-1)?.times ?? [];
  const rows = jobs.map(({ name, listeners, times }) => ({
    what: name,
    'events/s': Math.round((1000 * subscribers) / median(times)),
    ratio: Math.round((median(bareTimes) / median(times)) * 100) / 100,
    'KB per idle subscriber': memory[listeners === viewers ? 0 : 1],
  }));
  console.table(rows);
  for (const [name, listeners, events] of [
    ['gateway', viewers, 2 * rounds],
    ['bare', others, rounds],
  ] as const) {
    const { p50, p99 } = await report(listeners);
    console.log(`${name}: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms, of ${events * subscribers} events`);
  }
  viewers.kill();
  others.kill();
} finally {
  bare.kill();
  await db.end();
  await gateway.stop();
}

async function report(listeners: ChildProcess): Promise<{ received: number; p50: number; p99: number }> {
  const told = answer<{ received: number; p50: number; p99: number }>(listeners);
  listeners.send('report');
  return told;
}
