import { describe, expect, test } from 'vitest';
import { trainItAll, type Item, type Refused } from '../../../test/dialects/train-it-all.ts';
import { clientOf } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();
const api = trainItAll(gateway);

const run = { title: 'Evening Run', type: 'RUN', startedAt: '2026-01-17T18:20:00.000Z', durationSec: 2700 };

/** What is read back of an activity that was written with these fields. */
async function readBack(wishes: object): Promise<Item> {
  const { partner } = await api.connected();
  await api.writes(partner, '/activities', { ...run, ...wishes });
  return (await api.lists(partner, '/activities'))[0] as Item;
}

const refusedFor = async (wishes: object) => {
  const { partner } = await api.connected();
  const fields = await api.refusedFields(partner, '/activities', { ...run, ...wishes });
  return { fields, left: await api.lists(partner, '/activities') };
};

describe('what is derived:', () => {
  test.each<[string, object, object]>([
    ['minutes from seconds', { durationSec: 2700 }, { durationSec: 2700, durationMin: 45 }],
    ['parts of a minute', { durationSec: 90 }, { durationSec: 90, durationMin: 1.5 }],
    ['seconds from minutes', { durationSec: undefined, durationMin: 45 }, { durationSec: 2700, durationMin: 45 }],
    ['seconds win over minutes', { durationSec: 60, durationMin: 45 }, { durationSec: 60, durationMin: 1 }],
    ['an activity of no time', { durationSec: 0 }, { durationSec: 0, durationMin: 0 }],
    ['metres from kilometres', { distanceKm: 9.8 }, { distanceM: 9800, distanceKm: 9.8 }],
    ['kilometres from metres', { distanceM: 9800 }, { distanceM: 9800, distanceKm: 9.8 }],
    ['metres win over kilometres', { distanceM: 5, distanceKm: 9.8 }, { distanceM: 5, distanceKm: 0.005 }],
    ['a marathon', { distanceKm: 42.195 }, { distanceM: 42_195, distanceKm: 42.195 }],
    ['what doubles cannot multiply', { distanceKm: 1.001 }, { distanceM: 1001, distanceKm: 1.001 }],
    ['no distance', {}, { distanceM: null, distanceKm: null }],
    ['energy is read as negative', { calories: 520 }, { calories: -520 }],
    ['what was read may be sent back', { calories: -520 }, { calories: -520 }],
    ['no energy is zero, without a sign', { calories: 0 }, { calories: 0 }],
    ['load of RPE 6 over 45 minutes', { perceivedExertion: 6 }, { perceivedExertion: 54 }],
    ['RPE goes before energy', { perceivedExertion: 6, calories: 520 }, { perceivedExertion: 54 }],
    ['load of energy', { calories: 520 }, { perceivedExertion: 52 }],
    ['load of time alone', {}, { perceivedExertion: 45 }],
  ])('%s', async (_, wishes, read) => {
    expect(await readBack(wishes)).toMatchObject(read);
  });

  test.each([
    ['running', 'RUN'],
    ['cycling', 'RIDE'],
    ['e_biking', 'RIDE'],
    ['swimming', 'SWIM'],
    ['hiking', 'OTHER'],
  ])('the sport %s is the type %s', async (sport, type) => {
    const { ann, partner } = await api.connected();
    await ann.gets('mutation ($input: CreateActivityInput!) { createActivity(input: $input) { activity { id } } }', {
      input: { sport, title: 'By hand', startedAt: run.startedAt, durationSeconds: 60 },
    });
    expect(await api.lists(partner, '/activities')).toMatchObject([{ type }]);
  });

  test.each(['RUN', 'RIDE', 'SWIM', 'STRENGTH', 'OTHER'])('%s is read as it was written', async (type) => {
    expect(await readBack({ type })).toMatchObject({ type });
  });
});

describe('when it started:', () => {
  test.each<[string | number, string]>([
    ['2026-01-17T18:20:00.000Z', '2026-01-17T18:20:00.000Z'],
    ['2026-01-17T19:20:00+01:00', '2026-01-17T18:20:00.000Z'],
    ['2026-01-17T18:20Z', '2026-01-17T18:20:00.000Z'],
    [1_768_674_000, '2026-01-17T18:20:00.000Z'],
    [1_768_674_000_000, '2026-01-17T18:20:00.000Z'],
    [1_768_674_000_250, '2026-01-17T18:20:00.250Z'],
    [1_768_674_000.5, '2026-01-17T18:20:00.500Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [-86_400, '1969-12-31T00:00:00.000Z'],
    [99_999_999, '1973-03-03T09:46:39.000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
  ])('%s', async (startedAt, read) => {
    expect(await readBack({ startedAt })).toMatchObject({ startedAt: read });
  });

  test.each([
    ['2026-01-17T18:20:00'],
    ['2026-01-17'],
    ['2026-02-30T00:00:00Z'],
    ['1768674000'],
    ['2126-01-17T18:20:00Z'],
    [99_999_999_999],
    [8.64e15],
    [-8.64e15],
    [1e308],
    [-3e9],
    [null],
    [true],
    [{}],
    [undefined],
  ])('%s is refused', async (startedAt) => {
    expect(await refusedFor({ startedAt })).toEqual({ fields: ['startedAt'], left: [] });
  });
});

describe('what is not there or wrong is named:', () => {
  test.each<[string, object, string]>([
    ['no title', { title: undefined }, 'title'],
    ['an empty title', { title: ' ' }, 'title'],
    ['no type', { type: undefined }, 'type'],
    ['an unknown type', { type: 'WALK' }, 'type'],
    ['a type in small letters', { type: 'run' }, 'type'],
    ['neither durationMin nor durationSec', { durationSec: undefined }, 'durationMin'],
    ['both null', { durationSec: null, durationMin: null }, 'durationMin'],
    ['negative seconds', { durationSec: -1 }, 'durationSec'],
    ['negative minutes', { durationSec: undefined, durationMin: -1 }, 'durationMin'],
    ['half a second', { durationSec: 1.5 }, 'durationSec'],
    ['negative kilometres', { distanceKm: -1 }, 'distanceKm'],
    ['negative metres', { distanceM: -1 }, 'distanceM'],
    ['a heart rate of 5', { avgHr: 5 }, 'avgHr'],
    ['a heart rate of 150.5', { maxHr: 150.5 }, 'maxHr'],
    ['a peak below the average', { avgHr: 150, maxHr: 140 }, 'maxHr'],
    ['a power of 9999', { avgPower: 9999 }, 'avgPower'],
    ['calories as text', { calories: '520' }, 'calories'],
    ['a million calories', { calories: 1_000_000 }, 'calories'],
    ['an RPE of 0', { perceivedExertion: 0 }, 'perceivedExertion'],
    ['an RPE of 11', { perceivedExertion: 11 }, 'perceivedExertion'],
    ['an RPE of 6.5', { perceivedExertion: 6.5 }, 'perceivedExertion'],
    ['notes that are a list', { notes: ['x'] }, 'notes'],
    ['a zone that is none', { timezone: 'Europe/Atlantis' }, 'timezone'],
    ['an empty external id', { externalId: '' }, 'externalId'],
    ['an external id of 201 characters', { externalId: 'x'.repeat(201) }, 'externalId'],
    ['a payload of more than 64 KiB', { rawPayload: 'x'.repeat(65_536) }, 'rawPayload'],
  ])('%s', async (_, wishes, field) => {
    expect(await refusedFor(wishes)).toEqual({ fields: [field], left: [] });
  });

  test('all at once, each under its own name', async () => {
    const { partner } = await api.connected();
    const { body } = await api.post<Refused>(partner, '/activities', { type: 'WALK', avgHr: 'x', extra: 1 });
    expect(Object.keys(body.details?.validation.fieldErrors ?? {}).sort()).toEqual([
      'avgHr',
      'startedAt',
      'title',
      'type',
    ]);
    expect(body.details?.missingFields.sort()).toEqual(['startedAt', 'title']);
    expect(body.details?.receivedKeys).toEqual(['type', 'avgHr', 'extra']);
  });
});

test('unknown keys are ignored, also those of other resources', async () => {
  const item = await readBack({
    id: 'act_mine',
    suffer_score: 78,
    map: { polyline: '' },
    source: 'GARMIN',
    sources: [],
  });
  expect(item).toMatchObject({ source: 'EXTERNAL', sources: [{ provider: 'EXTERNAL', externalId: null }] });
  expect(item).not.toHaveProperty('suffer_score');
  expect(item['id']).not.toBe('act_mine');
});

test('null is as good as nothing in every optional field', async () => {
  const optional = ['durationMin', 'distanceKm', 'distanceM', 'elevationGainM', 'avgHr', 'maxHr', 'avgPower'];
  const more = ['calories', 'perceivedExertion', 'notes', 'timezone', 'externalId', 'rawPayload'];
  const item = await readBack(Object.fromEntries([...optional, ...more].map((name) => [name, null])));
  expect(item).toMatchObject({ distanceM: null, avgHr: null, calories: null, notes: null, externalId: null });
});

describe('an external id', () => {
  const sent = { ...run, externalId: 'partner-activity-123' };

  test('sent again gives the same id and no second activity, whatever else changed', async () => {
    const { partner } = await api.connected();
    const first = await api.post<{ id: string }>(partner, '/activities', sent);
    const again = await api.post<{ id: string }>(partner, '/activities', { ...sent, title: 'Other', durationSec: 60 });
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect(await api.lists(partner, '/activities')).toMatchObject([{ title: 'Evening Run', durationSec: 2700 }]);
  });

  test('sent ten times at once makes one activity', async () => {
    const { partner } = await api.connected();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.post<{ id: string }>(partner, '/activities', sent)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await api.lists(partner, '/activities')).toHaveLength(1);
  });

  test('is one of a client and a person: others have their own, and do not see it or its payload', async () => {
    const { ann, partner } = await api.connected();
    const other = await clientOf(gateway, ann);
    await api.writes(partner, '/activities', { ...sent, rawPayload: { secret: 1 } });
    expect((await api.post(other, '/activities', sent)).status).toBe(201);
    const seen = (await api.lists(other, '/activities')) as { sourceName: string }[];
    expect(seen.find(({ sourceName }) => sourceName === partner.clientId)).toMatchObject({
      source: 'EXTERNAL',
      externalId: null,
      sources: [{ provider: 'EXTERNAL', externalId: null }],
    });
    expect(JSON.stringify(seen)).not.toContain('secret');
    const own = (await api.lists(partner, '/activities')) as { sourceName: string }[];
    expect(own.find(({ sourceName }) => sourceName === partner.clientId)).toMatchObject({
      externalId: 'partner-activity-123',
      sources: [{ externalId: 'partner-activity-123', rawPayload: { payload: { secret: 1 } } }],
    });
  });
});

test.each<[string, unknown]>([
  // In the order that PostgreSQL gives to keys.
  ['an object', { nested: [{ deep: null }], suffer_score: 78 }],
  ['a list', [1, 'two', null]],
  ['text', 'as it is'],
  ['a number', 1.5],
  ['false', false],
  ['an empty object', {}],
  ['just 64 KiB', 'x'.repeat(65_534)],
  ['keys that reach a prototype', JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}}}')],
])('a payload may be any JSON and comes back as it was: %s', async (_, rawPayload) => {
  const { sources } = await readBack({ rawPayload });
  expect(JSON.stringify((sources as { rawPayload: { payload: unknown } }[])[0]?.rawPayload.payload)).toEqual(
    JSON.stringify(rawPayload),
  );
});

test('without a payload the wrapper has none', async () => {
  const { sources } = await readBack({});
  expect(sources).toEqual([
    {
      provider: 'EXTERNAL',
      externalId: null,
      rawPayload: {
        kind: 'oauth_external',
        externalProviderClientId: expect.any(String),
        receivedAt: expect.any(String),
      },
    },
  ]);
});
