import { request, Agent, type IncomingMessage } from 'node:http';
import pg from 'pg';
import type * as floatArrayModule from '../src/platform/database/float-array.ts';
import { built } from './built.ts';
import { startMeasuredGateway } from './gateway-process.ts';
import { median } from './median.ts';

// A workout of six hours with eleven streams at one value a second over the SportTracks API, beside what it cannot be faster than: for
// POST to parse its JSON and insert its arrays, for GET to select them and write JSON of them, both in this process without HTTP. The
// arrays go over the wire in the form that the gateway uses. The two take turns.

const seconds = 6 * 3600;
const rounds = Number(process.argv[3] ?? 15);
const warmUps = 5;

const { fromFloatArray, toFloatArray } = await built<typeof floatArrayModule>('platform/database/float-array.js');

const wave = (second: number, middle: number, swing: number, length: number, digits: number) =>
  Number((middle + swing * Math.sin(second / length)).toFixed(digits));

/** The values of each stream at a second: with as many digits as doubles that were reckoned have. */
const streams: Readonly<Record<string, (second: number) => unknown>> = {
  location: (second) => [wave(second, 0.01, 0.02, 3000, 15), wave(second, -30, 0.05, 2900, 13)],
  elevation: (second) => wave(second, 110, 80, 4000, 5),
  distance: (second) => Number((second * 5.463).toFixed(5)),
  heartrate: (second) => wave(second, 133, 30, 97, 2),
  cadence: (second) => wave(second, 67, 30, 41, 2),
  power: (second) => wave(second, 187, 90, 23, 2),
  temperature: (second) => wave(second, 18, 5, 9000, 5),
  vertical_oscillation: (second) => wave(second, 90, 10, 31, 5),
  ground_contact_time: (second) => wave(second, 245, 15, 37, 2),
  left_power_percent: (second) => wave(second, 50, 3, 53, 3),
  total_hemoglobin_conc: (second) => wave(second, 12.4, 0.3, 211, 3),
};

const workout = JSON.stringify({
  start_time: '2026-03-01T07:18:01+01:00',
  type: 'Cycling: Road',
  name: 'Long',
  duration: seconds,
  ...Object.fromEntries(
    Object.entries(streams).map(([name, valueAt]) => [
      name,
      Array.from({ length: seconds }, (_, second) => [second, valueAt(second)]).flat(),
    ]),
  ),
});

const gateway = await startMeasuredGateway();
const db = new pg.Client({ connectionString: gateway.databaseUrl });
await db.connect();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

async function send(method: string, path: string, body?: string): Promise<Buffer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${gateway.token}`,
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    request(gateway.url + path, { method, agent, headers }, resolve)
      .on('error', reject)
      .end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const answer = Buffer.concat(chunks);
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${answer.toString()}`);
  return answer;
}

interface Column {
  kind: string;
  offsets: number[];
  values: number[];
}

/** The arrays of a parsed workout. */
function* columnsOf(parsed: Record<string, unknown>): Generator<Column> {
  for (const kind of Object.keys(streams)) {
    const flat = parsed[kind] as unknown[];
    const offsets: number[] = [];
    const values: unknown[] = [];
    for (let at = 0; at < flat.length; at += 2) {
      offsets.push(flat[at] as number);
      values.push(flat[at + 1]);
    }
    if (kind !== 'location') yield { kind, offsets, values: values as number[] };
    else
      for (const axis of [0, 1])
        yield { kind: `${kind}${axis}`, offsets, values: (values as number[][]).map((place) => place[axis] as number) };
  }
}

let written = 0;
async function bareInsert(): Promise<void> {
  const parsed = JSON.parse(workout) as Record<string, unknown>;
  written += 1;
  await db.query('begin');
  for (const { kind, offsets, values } of columnsOf(parsed))
    await db.query('insert into bare_streams values ($1, $2, $3, $4)', [
      written,
      kind,
      toFloatArray(offsets),
      toFloatArray(values),
    ]);
  await db.query('commit');
}

async function bareSelect(): Promise<string> {
  const { rows } = await db.query<{ kind: string; offsets: Buffer; values: Buffer }>(
    `select kind, array_send(offsets_seconds) as offsets, array_send(stream_values) as values
     from bare_streams where workout = $1`,
    [written],
  );
  const read = new Map(rows.map((row) => [row.kind, { offsets: fromFloatArray(row.offsets), row }]));
  const flat: Record<string, unknown[]> = {};
  for (const kind of Object.keys(streams)) {
    const { offsets, row } = read.get(kind === 'location' ? 'location0' : kind) as {
      offsets: Float64Array;
      row: { values: Buffer };
    };
    const values = fromFloatArray(row.values);
    const others = kind === 'location' ? fromFloatArray(read.get('location1')?.row.values as Buffer) : undefined;
    const list: unknown[] = [];
    for (let at = 0; at < values.length; at += 1)
      list.push(offsets[at], others ? [values[at], others[at]] : values[at]);
    flat[kind] = list;
  }
  return JSON.stringify(flat);
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await task();
  return performance.now() - begun;
}

try {
  await db.query(
    `create table bare_streams (workout int, kind text, offsets_seconds float8[] storage external, stream_values float8[] storage external,
      primary key (workout, kind))`,
  );
  const times = { bareInsert: [] as number[], post: [] as number[], bareSelect: [] as number[], get: [] as number[] };
  let path = '';
  const post = async () => {
    const { uris } = JSON.parse((await send('POST', '/api/v2/fitnessActivities', workout)).toString()) as {
      uris: [string];
    };
    path = new URL(uris[0]).pathname;
  };
  await gateway.load();
  for (let round = -warmUps; round < rounds; round += 1) {
    const one = {
      bareInsert: await timed(bareInsert),
      post: await timed(post),
      bareSelect: await timed(bareSelect),
      get: await timed(() => send('GET', path)),
    };
    if (round >= 0) for (const [what, time] of Object.entries(one)) times[what as keyof typeof times].push(time);
  }
  const { p99Ms, maxMs, peakMegabytes } = await gateway.load();

  const back = JSON.parse((await send('GET', path)).toString()) as Record<string, unknown>;
  const { uri: _uri, activity: _activity, user_id: _user, ...rest } = back;
  const sorted = (given: Record<string, unknown>) =>
    JSON.stringify(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (sorted(rest) !== sorted(JSON.parse(workout) as Record<string, unknown>))
    throw new Error('it came back as another');

  const row = (what: string, own: readonly number[], bare: readonly number[]) => {
    const ratios = own.map((time, round) => time / (bare[round] as number));
    return {
      what,
      'median ms': Math.round(median(own) * 10) / 10,
      'ratio, median': Math.round(median(ratios) * 100) / 100,
      'of each round': ratios.map((ratio) => ratio.toFixed(2)).join(' '),
    };
  };
  console.log(`${(workout.length / 1e6).toFixed(2)} MB of JSON, ${rounds} rounds`);
  console.table([
    row('JSON.parse and bare insert', times.bareInsert, times.bareInsert),
    row('POST', times.post, times.bareInsert),
    row('bare select and JSON.stringify', times.bareSelect, times.bareSelect),
    row('GET', times.get, times.bareSelect),
  ]);
  console.table([
    { 'loop p99 ms': Math.round(p99Ms), 'loop max ms': Math.round(maxMs), 'peak MB': Math.round(peakMegabytes) },
  ]);
} finally {
  agent.destroy();
  await db.end();
  await gateway.stop();
}
