import pg from 'pg';
import { startContenders } from '../contender.ts';
import type { SentSamples } from '../contenders/sent-samples.ts';
import { tokenOf } from '../data/shape.ts';
import type { Job, Round, Stage } from '../job.ts';
import { sendAll, type Sent } from '../load.ts';
import { sameAnswers } from './same-answers.ts';

const batchSize = 1000;
const firstStart = Date.parse('2020-01-01T00:00:00Z');
/** Everyone writes for a person of their own, whose earlier samples are as many. */
const writers = { gateway: 3, sql: 4, postgraphile: 5, 'mikro-orm': 6 } as const;
export type Writer = keyof typeof writers;

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

/** What one of them writes, batch after batch. */
export interface Ingest {
  /** Writes the first batch; resolves with what then stands in the database. */
  first: () => Promise<object[]>;
  round: (batches: number) => Promise<Round>;
}

export function ingest(writer: Writer, url: string, db: pg.Client): Ingest {
  let sent = 0;
  const send = (batches: number) => {
    const requests = Array.from({ length: batches }, (_, at) => requestOf(writer, sent + at));
    sent += batches;
    return sendAll(url, requests);
  };
  const written = `from samples s join users u on u.id = s.owner_id where u.number = $1 and s.started_at < '2025-01-01Z'`;
  return {
    async first() {
      await send(1);
      const { rows } = await db.query<object>(
        `select s.started_at, s.ended_at, s.value, s.local_date::text, s.metric, s.utc_offset_minutes ${written} order by s.started_at`,
        [writers[writer]],
      );
      return rows;
    },
    async round(batches) {
      const { perSecond, ...rest } = await send(batches);
      const { rows } = await db.query<{ count: string }>(`select count(*) ${written}`, [writers[writer]]);
      const count = Number(rows[0]?.count);
      if (count !== sent * batchSize)
        throw new Error(`${writer} wrote ${count} samples instead of ${sent * batchSize}`);
      return { perSecond: perSecond * batchSize, ...rest };
    },
  };
}

/** As many as take the gateway about as long as a round of reads. */
export const batchesOfRound = ({ seconds }: Stage): number => 20 * seconds;

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
    await using stack = new AsyncDisposableStack();
    const databaseUrl = await stage.whole();
    const contenders = stack.use(await startContenders(names, databaseUrl));
    const db = new pg.Client({ connectionString: databaseUrl });
    await db.connect();
    stack.defer(() => db.end());
    const writing = names.map((name) => ({ name, ...ingest(name, contenders.of(name).url, db) }));
    const answers = [];
    for (const { name, first } of writing) answers.push({ name, answer: await first() });
    sameAnswers(answers);
    const held = stack.move();
    return {
      entrants: writing.map(({ name, round }) => ({ name, round: () => round(batchesOfRound(stage)) })),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
};
