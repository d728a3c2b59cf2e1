import { expect, test } from 'vitest';
import { metricNames } from '../../src/samples/metrics.ts';
import { figureCategories, type Node } from './model.ts';
import { everythingOf } from './record-kinds.ts';
import { answered, isOpen, type Reading } from './reading.ts';
import { bucketNames, categoryOf, deviceNames, localDateOf, samplesSeen, seriesSeen } from './samples.ts';
import { daySeen } from './told.ts';
import { dayAfter, dayBefore, eachDay, firstDay, lastDay } from './world.ts';

interface Samples {
  samples: { samples: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string } } | null;
}

/** From before all to after all; and such as cut the hours at the edges of what is shared. */
const spans = [
  [`${dayBefore}T00:00:00+01:00`, `${dayAfter}T23:59:00+01:00`],
  [`${dayBefore}T22:33:00Z`, `${firstDay}T07:20:00Z`],
  [`${lastDay}T22:35:00Z`, `${dayAfter}T07:30:00Z`],
] as const;

const columns = 'starts counts min max average sum';

/** Samples one by one, and added up. */
export function sampleTests(reading: () => Reading): void {
  test.each(metricNames)('samples: %s', async (metric) => {
    const { world, reader, doors } = reading();
    const visible = samplesSeen(reader.sight, world.samples, metric).map((sample) => ({
      value: sample.value,
      localDate: localDateOf(sample),
      device: deviceNames[sample.device],
      clientId: sample.clientId,
    }));
    const read = (args: string) =>
      doors.health<Samples>(
        `samples(metric: ${metric}, ${args}) {
          samples { value localDate device clientId } pageInfo { hasNextPage endCursor }
        }`,
      );
    const whole = { samples: visible, pageInfo: { hasNextPage: false, endCursor: expect.toSatisfy(() => true) } };
    expect(await read('first: 100')).toEqual(answered(reading(), [categoryOf(metric)], { samples: whole }));
    const paged: unknown[] = [];
    for (let after = '', more = isOpen(reading(), [categoryOf(metric)]); more;) {
      const { health } = await read(`first: 3${after && `, after: "${after}"`}`);
      paged.push(...(health?.samples?.samples ?? []));
      [after, more] = [health?.samples?.pageInfo.endCursor ?? '', health?.samples?.pageInfo.hasNextPage ?? false];
    }
    expect(paged).toEqual(visible);
  });

  test.each(metricNames)('series: %s', async (metric) => {
    const { world, reader, doors } = reading();
    const visible = samplesSeen(reader.sight, world.samples, metric);
    const asked = bucketNames.flatMap((bucket) => spans.map(([from, to]) => ({ bucket, from, to })));
    const selection = asked.map(
      ({ bucket, from, to }, index) =>
        `s${index}: series(metric: ${metric}, bucket: ${bucket}, from: "${from}", to: "${to}") { ${columns} }`,
    );
    const expected = asked.map(({ bucket, from, to }, index) => [`s${index}`, seriesSeen(visible, bucket, from, to)]);
    const answer = await doors.health(selection.join(' '));
    expect(answer).toEqual(answered(reading(), [categoryOf(metric)], Object.fromEntries(expected)));
  });
}

/** Days put together. */
export function dayTests(reading: () => Reading, owner: () => Reading): void {
  test('days', async () => {
    const { world, reader, doors } = reading();
    const selection = `days(from: "${dayBefore}", to: "${dayAfter}") { ${everythingOf('DaySummary')} }`;
    const own = await owner().doors.health<{ days: Node[] }>(selection);
    expect(own.health?.days.map(({ date }) => date)).toEqual(eachDay);
    const days = own.health?.days.map((day) => daySeen(world, reader.sight, day));
    const answer = await doors.health(selection);
    expect(answer).toEqual(answered(reading(), Object.values(figureCategories), { days }));
  });
}
