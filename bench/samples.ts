import { request, Agent, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { startMeasuredGateway } from './gateway-process.ts';

// Samples over the REST route, batches of 1000 on 4 connections, beside the bare insert that they cannot be faster than: the same
// batches into the same table without rollups. Then five million samples, for the memory that they leave behind.

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

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

try {
  await pool.query('create table bare_samples (like samples including all)');
  const { rows } = await pool.query<{ id: string }>('select id from users where email = $1', [gateway.email]);
  const owner = rows[0]?.id;
  const bare = ({ startedAt, values, dates }: BareArguments) =>
    pool.query(bareInsert, [owner, startedAt, values, dates]);
  await rate([...batches(40)].map(toBody), overRest);
  await rate([...batches(40)].map(toArguments), bare);
  const rates = { bare: [] as number[], rest: [] as number[], ratio: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const work = [...batches(batchesOfRound)];
    const [bareWork, restWork] = [work.map(toArguments), work.map(toBody)];
    const bareRate = await rate(bareWork, bare);
    const restRate = await rate(restWork, overRest);
    rates.bare.push(bareRate);
    rates.rest.push(restRate);
    rates.ratio.push(restRate / bareRate);
  }
  console.table([
    { what: 'bare insert', 'samples/s, median': Math.round(median(rates.bare)), ratio: 1 },
    {
      what: 'REST route',
      'samples/s, median': Math.round(median(rates.rest)),
      ratio: Math.round(median(rates.ratio) * 100) / 100,
    },
  ]);
  console.log(`ratio of each round: ${rates.ratio.map((ratio) => ratio.toFixed(2)).join(' ')}`);

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
} finally {
  agent.destroy();
  await pool.end();
  await gateway.stop();
}
