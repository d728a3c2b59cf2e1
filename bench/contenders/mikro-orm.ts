import { fastify } from 'fastify';
import type * as ormModule from '../../src/platform/database/orm.ts';
import type * as sampleModule from '../../src/samples/sample.entity.ts';
import type * as entitiesModule from '../../src/server/entities.ts';
import { built } from '../built.ts';
import { bearerCheck } from './bearer.ts';
import { openPool } from './pool.ts';
import { originsOf, type SentSamples } from './sent-samples.ts';

// MikroORM's own way to many rows, over the gateway's entities.

const { openOrm } = await built<typeof ormModule>('platform/database/orm.js');
const { entities } = await built<typeof entitiesModule>('server/entities.js');
const { SampleEntity } = await built<typeof sampleModule>('samples/sample.entity.js');
const orm = await openOrm(process.env['DATABASE_URL'] as string, entities);
const pool = openPool();
const viewerOf = bearerCheck(pool);
const origins = originsOf(pool);
const app = fastify();

app.post<{ Body: SentSamples }>('/samples', async ({ headers, body: { data } }) => {
  const ownerId = await viewerOf(headers.authorization);
  const { deviceId, originId } = await origins(ownerId);
  const samples = data.map(({ start_date, end_date, value }) => ({
    ownerId,
    metric: 1,
    startedAt: start_date,
    deviceId,
    endedAt: end_date,
    value,
    originId,
    localDate: start_date.slice(0, 10),
    utcOffsetMinutes: 0,
  }));
  // As it is by default, that the last one wins: 'ignore' does not find its rows again where an instant is in the key.
  await orm.em.fork().upsertMany(SampleEntity, samples);
  return { accepted: data.length };
});

process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });
