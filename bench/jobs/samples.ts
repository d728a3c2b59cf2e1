import pg from 'pg';
import { startContenders } from '../contender.ts';
import type { SentSamples } from '../contenders/sent-samples.ts';
import { tokenOf } from '../data/shape.ts';
import type { Job } from '../job.ts';
import { sendAll, type Sent } from '../load.ts';
import { sameAnswers } from './same-answers.ts';

const batchSize = 1000;
const firstStart = Date.parse('2020-01-01T00:00:00Z');
/** Everyone writes for a person of their own, whose earlier samples are as many. */
const writers = { gateway: 3, sql: 4, postgraphile: 5, 'mikro-orm': 6 } as const;
type Writer = keyof typeof writers;

/** Heart rates a second apart; the batches follow one another. */
const batch = (number: number): SentSamples['data'] =>
  Array.from({ length: batchSize }, (_, index) => {
    const at = new Date(firstStart + (number * batchSize + index) * 1000).toISOString().replace('.000', '');
    const value = 60 + ((index * 7 + number) % 50);
    return { device_name: 'Watch', start_date: at, end_date: at, value, unit: 'count/min' };
  });

function requestOf(writer: Writer, number: number): Sent {
  const headers = { authorization: `Bearer ${tokenOf(writers[writer])}`, 'content-type': 'application/json' };
  const data = batch(number);
  const rest = { data_type: 'bpm', data };
  if (writer !== 'postgraphile') {
    const path = writer === 'gateway' ? '/api/v1.1/samples' : '/samples';
    return { method: 'POST', path, headers, body: JSON.stringify(rest) };
  }
  const query = 'mutation ($samples: [NewSampleInput]) { addSamples(input: { samples: $samples }) { result } }';
  const samples = data.map(({ start_date, end_date, value }) => ({ startedAt: start_date, endedAt: end_date, value }));
  return { method: 'POST', path: '/graphql', headers, body: JSON.stringify({ query, variables: { samples } }) };
}

export const samples: Job = {
  title: 'Samples in: batches of 1000 over HTTP',
  unit: 'samples/s',
  ratios: () => [
    { of: 'gateway', against: 'sql', atLeast: 0.7 },
    { of: 'gateway', against: 'postgraphile' },
    { of: 'gateway', against: 'mikro-orm' },
  ],
  async prepare(stage) {
    const names = Object.keys(writers) as Writer[];
    const batchesOfRound = 20 * stage.seconds;
    await using stack = new AsyncDisposableStack();
    const contenders = stack.use(await startContenders(names, stage.databaseUrl));
    const db = new pg.Client({ connectionString: stage.databaseUrl });
    await db.connect();
    stack.defer(() => db.end());
    const written = async (writer: Writer) => {
      const { rows } = await db.query<object>(
        `select s.started_at, s.ended_at, s.value, s.local_date::text, s.metric, s.utc_offset_minutes
         from samples s join users u on u.id = s.owner_id where u.number = $1 and s.started_at < $2 order by s.started_at`,
        [writers[writer], '2025-01-01T00:00:00Z'],
      );
      return rows;
    };
    const sent = Object.fromEntries(names.map((name) => [name, 1])) as Record<Writer, number>;
    for (const name of names) await sendAll(contenders.of(name).url, [requestOf(name, 0)]);
    sameAnswers(await Promise.all(names.map(async (name) => ({ name, answer: await written(name) }))));
    const held = stack.move();
    return {
      entrants: names.map((name) => ({
        name,
        async round() {
          const requests = Array.from({ length: batchesOfRound }, (_, at) => requestOf(name, sent[name] + at));
          sent[name] += batchesOfRound;
          const { perSecond, ...latency } = await sendAll(contenders.of(name).url, requests);
          const { length } = await written(name);
          if (length !== sent[name] * batchSize)
            throw new Error(`${name} wrote ${length} samples instead of ${sent[name] * batchSize}`);
          return { perSecond: perSecond * batchSize, ...latency };
        },
      })),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
};
