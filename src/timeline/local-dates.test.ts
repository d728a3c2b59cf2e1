import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

/** Writes one thing of each kind at an instant, and tells on which local dates they are. */
async function placed(who: TestPerson, instant: string, timezone?: string) {
  const zone = timezone && { timezone };
  const moment = { occurredAt: instant, ...zone };
  const water = await write<{ water: { localDate: string } }>(
    who,
    'logWater',
    { ...moment, volumeMilliliters: 100 },
    'water { localDate }',
  );
  const body = await write<{ bodyMetric: { localDate: string } }>(
    who,
    'recordBodyMetric',
    { measuredAt: instant, ...zone, weightKilograms: 70 },
    'bodyMetric { localDate }',
  );
  const activity = await write<{ activity: { localDate: string } }>(
    who,
    'createActivity',
    { sport: 'running', title: 'Run', startedAt: instant, ...zone, durationSeconds: 600 },
    'activity { localDate }',
  );
  const sleep = await write<{ sleepDay: { day: string } }>(
    who,
    'recordSleepDay',
    { endedAt: instant, ...zone, sleepSeconds: 100 },
    'sleepDay { day }',
  );
  return [water.water.localDate, body.bodyMetric.localDate, activity.activity.localDate, sleep.sleepDay.day];
}

const cases: [name: string, home: string, instant: string, zone: string | undefined, localDate: string][] = [
  ['the last minute before the clock goes forward', 'Europe/Berlin', '2025-03-30T00:59:00Z', undefined, '2025-03-30'],
  ['the evening after the clock went forward', 'Europe/Berlin', '2025-03-30T21:59:59Z', undefined, '2025-03-30'],
  ['the midnight after that', 'Europe/Berlin', '2025-03-30T22:00:00Z', undefined, '2025-03-31'],
  [
    'the second 2:30 of the night in which the clock goes back',
    'Europe/Berlin',
    '2025-10-26T01:30:00Z',
    undefined,
    '2025-10-26',
  ],
  ['the evening of that day', 'Europe/Berlin', '2025-10-26T22:59:59Z', undefined, '2025-10-26'],
  ['the midnight after that', 'Europe/Berlin', '2025-10-26T23:00:00Z', undefined, '2025-10-27'],
  ['a midnight that does not exist', 'America/Santiago', '2025-09-07T04:00:00Z', undefined, '2025-09-07'],
  ['the minute before it', 'America/Santiago', '2025-09-07T03:59:00Z', undefined, '2025-09-06'],
  ['the far west', 'Pacific/Pago_Pago', '2025-06-01T10:59:00Z', undefined, '2025-05-31'],
  ['the far east', 'Pacific/Kiritimati', '2025-06-01T10:00:00Z', undefined, '2025-06-02'],
  ['half an hour off the hour', 'Asia/Kolkata', '2025-06-01T18:29:00Z', undefined, '2025-06-01'],
  ['a quarter of an hour off', 'Asia/Kathmandu', '2025-06-01T18:15:00Z', undefined, '2025-06-02'],
  ['a written offset against the home zone', 'Europe/Berlin', '2025-06-01T23:30:00-11:00', undefined, '2025-06-01'],
  ['a written offset of +14:00', 'Europe/Berlin', '2025-06-02T00:30:00+14:00', undefined, '2025-06-02'],
  ['the zone of the record against the home zone', 'Europe/Berlin', '2025-06-01T14:30:00Z', 'Asia/Tokyo', '2025-06-01'],
  ['the same in its late evening', 'Europe/Berlin', '2025-06-01T15:30:00Z', 'Asia/Tokyo', '2025-06-02'],
  ['a client that sends only UTC', 'America/New_York', '2025-06-02T03:30:00Z', undefined, '2025-06-01'],
];

test.each(cases)('%s (%s, %s)', async (_, timezone, instant, zone, localDate) => {
  const ann = await person(gateway, { timezone });
  expect(await placed(ann, instant, zone)).toEqual([localDate, localDate, localDate, localDate]);
});

test.each(cases.filter(([, , , zone]) => zone === undefined))(
  'samples: %s (%s, %s)',
  async (_, timezone, instant, _zone, localDate) => {
    const ann = await person(gateway, { timezone });
    await write(
      ann,
      'addSamples',
      { metric: 'STEPS', device: 'Watch', samples: [{ startedAt: instant, value: 100 }] },
      'accepted',
    );
    const { viewer } = await ann.gets<{
      viewer: { health: { samples: { samples: object[] }; days: object[]; series: object } };
    }>(
      `{ viewer { health {
      samples(metric: STEPS) { samples { localDate } }
      days(from: "${localDate}", to: "${localDate}") { steps { value } }
      series(metric: STEPS, bucket: DAY, from: "2025-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z") { localDates }
    } } }`,
    );
    expect(viewer.health).toEqual({
      samples: { samples: [{ localDate }] },
      days: [{ steps: { value: 100 } }],
      series: { localDates: [localDate] },
    });
  },
);

test('sleep that starts after midnight, and sleep that starts before, belong to the day of waking', async () => {
  const ann = await person(gateway);
  const day = async (startedAt: string, endedAt: string) =>
    (await write<{ sleepDay: { day: string } }>(ann, 'recordSleepDay', { startedAt, endedAt }, 'sleepDay { day }'))
      .sleepDay.day;
  expect(await day('2025-06-02T01:30:00+02:00', '2025-06-02T08:00:00+02:00')).toBe('2025-06-02');
  expect(await day('2025-06-02T22:30:00+02:00', '2025-06-03T06:00:00+02:00')).toBe('2025-06-03');
  // On a plane to the west one wakes by another clock.
  expect(await day('2025-06-03T22:30:00+02:00', '2025-06-03T23:30:00-05:00')).toBe('2025-06-03');
});

test('days of 23 and of 25 hours have all of their hours, and no other', async () => {
  const ann = await person(gateway);
  const hoursOf = async (date: string, from: string, hours: number) => {
    const samples = Array.from({ length: hours + 2 }, (_, index) => ({
      startedAt: new Date(Date.parse(from) + (index - 1) * 3_600_000).toISOString(),
      value: 100,
    }));
    await write(ann, 'addSamples', { metric: 'STEPS', device: 'Watch', samples }, 'accepted');
    const { viewer } = await ann.gets<{ viewer: { health: { days: { steps: { value: number } }[] } } }>(
      `{ viewer { health { days(from: "${date}", to: "${date}") { steps { value } } } } }`,
    );
    return viewer.health.days[0]?.steps.value;
  };
  expect(await hoursOf('2025-03-30', '2025-03-29T23:00:00Z', 23)).toBe(2300);
  expect(await hoursOf('2025-10-26', '2025-10-25T22:00:00Z', 25)).toBe(2500);
});

test('a flight over the date line: a day that is lived twice holds both, and one that is skipped holds nothing', async () => {
  const ann = await person(gateway, { timezone: 'Pacific/Auckland' });
  const at = (startedAt: string) => ({ startedAt, value: 1000 });
  // From Auckland on June 10 in the evening to Honolulu, where it is June 10 in the morning.
  const east = [at('2025-06-10T20:00:00+12:00'), at('2025-06-10T08:00:00-10:00'), at('2025-06-10T21:00:00-10:00')];
  // And back: away on June 20, there on June 22.
  const west = [at('2025-06-20T10:00:00-10:00'), at('2025-06-22T06:00:00+12:00')];
  await write(ann, 'addSamples', { metric: 'STEPS', device: 'Watch', samples: [...east, ...west] }, 'accepted');
  const { viewer } = await ann.gets<{
    viewer: { health: { days: { date: string; steps: { value: number } | null }[] } };
  }>('{ viewer { health { days(from: "2025-06-09", to: "2025-06-22") { date steps { value } } } } }');
  const walked = viewer.health.days.filter(({ steps }) => steps).map(({ date, steps }) => `${date} ${steps?.value}`);
  expect(walked).toEqual(['2025-06-10 3000', '2025-06-20 1000', '2025-06-22 1000']);
});
