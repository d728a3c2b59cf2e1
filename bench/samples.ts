import { request, Agent, type IncomingMessage } from 'node:http';
import pg from 'pg';
import type * as ormModule from '../src/platform/database/orm.ts';
import type * as originsModule from '../src/samples/origins.ts';
import type * as inputModule from '../src/samples/sample.input.ts';
import type * as writeModule from '../src/samples/sample.write.ts';
import type * as entitiesModule from '../src/server/entities.ts';
import { startMeasuredGateway } from './gateway-process.ts';
import { median } from './median.ts';

// Samples over the REST route, batches of 1000 on 4 connections, beside the bare insert that they cannot be faster than: the same
// batches into the same table without rollups. Between the two the gateway's own statement by itself, which keeps the rollups. Then
// five million samples, for the memory that they leave behind, and what a row takes on disk.

const batchSize = 1000;
const batchesOfRound = 120;
const rounds = 5;
const connections = 4;
const millions = 5;

const gateway = await startMeasuredGateway();
const pool = new pg.Pool({ connectionString: gateway.databaseUrl, max: connections });
const agent = new Agent({ keepAlive: true, maxSockets: connections });

const start = Date.parse('2020-01-01T00:00:00Z');

interface Batch {
  startedAt: string[];
  values: number[];
}

/** Heart rates of one device, a second apart; the batches follow one another. */
function* batches(count: number): Generator<Batch> {
  for (; count > 0; count -= 1, next += 1) {
    const at = (index: number) => new Date(start + (next * batchSize + index) * 1000).toISOString();
    yield {
      startedAt: Array.from({ length: batchSize }, (_, index) => at(index)),
      values: Array.from({ length: batchSize }, (_, index) => 60 + ((index * 7 + next) % 50)),
    };
  }
}
let next = 0;

const toBody = ({ startedAt, values }: Batch) =>
  JSON.stringify({
    data_type: 'bpm',
    data: startedAt.map((at, index) => ({
      device_name: 'Watch',
      device_version: '10.1',
      start_date: at,
      end_date: at,
      value: values[index],
      unit: 'count/min',
    })),
  });

async function overRest(body: string): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${gateway.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    request(`${gateway.url}/api/v1.1/samples`, { method: 'POST', agent, headers }, resolve)
      .on('error', reject)
      .end(body);
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  if (text !== `{"status":"ok","accepted":${batchSize},"duplicates":0}`) throw new Error(text);
}

const bareInsert = `
  insert into bare_samples (owner_id, started_at, ended_at, value, device_id, origin_id, local_date, metric, utc_offset_minutes)
  select $1, s, s, v, 1, 1, d, 1, 60
  from unnest($2::timestamptz[], $3::float8[], $4::date[]) x(s, v, d)
  on conflict do nothing`;

interface BareArguments {
  startedAt: string;
  values: string;
  dates: string;
}

const toArguments = ({ startedAt, values }: Batch): BareArguments => ({
  startedAt: `{${startedAt.join()}}`,
  values: `{${values.join()}}`,
  dates: `{${startedAt.map((at) => new Date(Date.parse(at) + 3_600_000).toISOString().slice(0, 10)).join()}}`,
});

// The gateway's own statement, on a pool of its own. Its samples are another metric's, so that they do not meet those of the route.
const built = new URL('../dist/src/', import.meta.url);
const { openOrm } = (await import(new URL('platform/database/orm.js', built).href)) as typeof ormModule;
const { makeOrigins } = (await import(new URL('samples/origins.js', built).href)) as typeof originsModule;
const { checkSamples } = (await import(new URL('samples/sample.input.js', built).href)) as typeof inputModule;
const { insertSamples } = (await import(new URL('samples/sample.write.js', built).href)) as typeof writeModule;
const { entities } = (await import(new URL('server/entities.js', built).href)) as typeof entitiesModule;
const orm = await openOrm(gateway.databaseUrl, entities, connections);
const otherMetric = 3;

const toColumns = ({ startedAt, values }: Batch) => {
  const samples = checkSamples(
    'HEART_RATE',
    startedAt.map((at, index) => ({ device: 'Watch', startedAt: at, value: values[index] })),
  );
  return { samples, offsets: values.map(() => 60) };
};

/** How many samples a second, with as many batches under way as there are connections. */
async function rate<T>(work: readonly T[], send: (batch: T) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let at = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let batch = work[at++]; batch !== undefined; batch = work[at++]) await send(batch);
    }),
  );
  return (work.length * batchSize * 1000) / (performance.now() - begun);
}

try {
  await pool.query('create table bare_samples (like samples including all)');
  const { rows } = await pool.query<{ id: string }>('select id from users where email = $1', [gateway.email]);
  const owner = rows[0]?.id;
  const bare = ({ startedAt, values, dates }: BareArguments) =>
    pool.query(bareInsert, [owner, startedAt, values, dates]);
  const viewer = {
    userId: owner as string,
    tokenId: '',
    clientId: null,
    scopes: new Set<string>(),
    timezone: 'UTC',
    organisationId: '',
    number: 0,
    isAdmin: false,
    expiresAtMs: Infinity,
  };
  const drafts = [{ device: 'Watch', deviceVersion: null, unit: 'bpm', factor: 1 }];
  await makeOrigins(orm.em.fork(), viewer, otherMetric, drafts);
  const statement = ({ samples, offsets }: ReturnType<typeof toColumns>) =>
    insertSamples(orm.em.fork(), viewer, otherMetric, samples, offsets);
  await rate([...batches(40)].map(toBody), overRest);
  await rate([...batches(40)].map(toColumns), statement);
  await rate([...batches(40)].map(toArguments), bare);
  const rates = { bare: [] as number[], statement: [] as number[], rest: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const work = [...batches(batchesOfRound)];
    const [bareWork, columns, bodies] = [work.map(toArguments), work.map(toColumns), work.map(toBody)];
    rates.bare.push(await rate(bareWork, bare));
    rates.statement.push(await rate(columns, statement));
    rates.rest.push(await rate(bodies, overRest));
  }
  const ratios = (of: readonly number[]) => of.map((own, round) => own / (rates.bare[round] as number));
  const row = (what: string, of: readonly number[]) => ({
    what,
    'samples/s, median': Math.round(median(of)),
    'ratio, median': Math.round(median(ratios(of)) * 100) / 100,
    'of each round': ratios(of)
      .map((ratio) => ratio.toFixed(2))
      .join(' '),
  });
  console.table([row('bare insert', rates.bare), row('statement', rates.statement), row('REST route', rates.rest)]);

  const memory = [];
  await gateway.load();
  for (let million = 1; million <= millions; million += 1) {
    for (let part = 0; part < 10; part += 1) await rate([...batches(1_000_000 / batchSize / 10)].map(toBody), overRest);
    const { peakMegabytes, p99Ms } = await gateway.load();
    memory.push({
      millions: million,
      'peak MB': Math.round(peakMegabytes),
      'loop p99 ms': Math.round(p99Ms * 10) / 10,
    });
  }
  console.table(memory);
  const { rows: sizes } = await pool.query<{ row: number; key: number }>(
    `select pg_relation_size('samples')::float8 / count(*) as row, pg_indexes_size('samples')::float8 / count(*) as key from samples`,
  );
  console.log(`bytes a sample: ${sizes[0]?.row.toFixed(1)}, its key ${sizes[0]?.key.toFixed(1)}`);
} finally {
  agent.destroy();
  await pool.end();
  await orm.close();
  await gateway.stop();
}
