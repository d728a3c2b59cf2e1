import { expect, test } from 'vitest';
import { blocksOf, listenFor, type Asked } from '../database/blocks.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();
const years = 5;

/** Someone whose heart was measured each minute of some years; of the samples only the hours are made. */
async function measured(): Promise<TestPerson> {
  const ann = await person(gateway);
  const em = gateway.orm.em.fork();
  await em.execute(
    `with device as (insert into sample_devices (owner_id, name) values (?, 'Watch') returning owner_id, id),
       origin as (insert into sample_origins (owner_id, device_id, metric, unit, factor) select owner_id, id, 1, 'bpm', 1 from device)
     insert into sample_hours (owner_id, metric, local_date, hour, device_id, utc_offset_minutes, count, sum, min, max, covered_seconds)
     select d.owner_id, 1, hour::date, hour, d.id, 0, 60, 3600, 50, 70, 3600
     from device d, generate_series(timestamptz '2026-01-01Z' - interval '${years} years', timestamptz '2025-12-31 23:00Z', interval '1 hour') hour`,
    [ann.id],
  );
  await em.execute('vacuum analyze sample_hours');
  return ann;
}

test.each([
  ['within hours', '2025-03-01T00:20:00Z', '2025-03-01T23:40:00Z', 22],
  ['with hours', '2025-03-01T00:00:00Z', '2025-03-02T00:00:00Z', 24],
])('a day that is cut %s takes little of the history of years', async (_how, from, to, hours) => {
  const ann = await measured();
  const asked = await listenFor(gateway.orm, 'sample_hours h');
  const { viewer } = await ann.gets<{ viewer: { health: { series: { counts: number[] } } } }>(
    `{ viewer { health { series(metric: HEART_RATE, bucket: HOUR, from: "${from}", to: "${to}") { counts } } } }`,
  );
  expect(viewer.health.series.counts).toEqual(Array.from({ length: hours }, () => 60));
  expect(asked).toHaveLength(1);
  expect(await blocksOf(gateway.orm, asked[0] as Asked)).toBeLessThan(100);
});
