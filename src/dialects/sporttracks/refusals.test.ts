import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { anyWorkout } from '../../../test/dialects/any-workout.ts';
import { hostileBodies, hostileFields, hostileTypes, withField } from '../../../test/dialects/hostile.ts';
import { madeUpWorkout, streamsOfWorkout } from '../../../test/dialects/made-up-workout.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import { sportTracks, type Refused } from '../../../test/dialects/sporttracks.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });
const api = sportTracks(gateway);

const start = { start_time: '2026-03-01T07:18:01+01:00' };
const path = '/fitnessActivities';
const said = (code: string) => ({ error: { code, message: expect.stringMatching(/./) } });

let partner: Awaited<ReturnType<typeof api.connected>>['partner'];
let kept = '';
beforeAll(async () => {
  ({ partner } = await api.connected());
  kept = await api.adds(partner, madeUpWorkout);
});

/** Sends a workout to be added, and in place of another; neither may store anything when it is refused. */
async function refused(body: object | string, headers?: Record<string, string>) {
  const before = await rowsIn(gateway);
  const added = await api.post<Refused>(partner, path, body, headers);
  const replaced = await api.put<Refused>(partner, `${path}/${kept}`, body, headers);
  expect([replaced.status, replaced.body]).toEqual([added.status, added.body]);
  expect(await rowsIn(gateway)).toEqual(before);
  return added;
}

describe('a field that is wrong is named, and nothing is stored:', () => {
  const wrongStreams: [string, unknown][] = [
    ['is no array', { 0: 1 }],
    ['is text', '[0, 1]'],
    ['has an offset without a value', [0, 1, 1]],
    ['goes back', [0, 1, 2, 1, 1, 1]],
    ['has fractions of seconds', [0.5, 1]],
    ['starts before the start', [-1, 1]],
    ['has an offset of years', [1e9, 1]],
    ['has text as an offset', ['0', 1]],
    ['has null as an offset', [null, 1]],
    ['has NaN as text', [0, 'NaN']],
    ['has Infinity as text', [0, 'Infinity']],
    ['has null as a value', [0, null]],
    ['has a value beyond measure', [0, 1e10]],
    ['has pairs', [[0, 1]]],
  ];
  const wrong: [string, object, string][] = [
    ['no start', { name: 'x' }, 'start_time'],
    ['a start of null', { start_time: null }, 'start_time'],
    ['a start in seconds', { start_time: 1_772_345_881 }, 'start_time'],
    ['a start that is a date', { start_time: '2026-03-01' }, 'start_time'],
    ['a start that does not exist', { start_time: '2026-02-30T07:00:00Z' }, 'start_time'],
    ['a start in words', { start_time: 'yesterday' }, 'start_time'],
    ['a start of 1899', { start_time: '1899-12-31T00:00:00Z' }, 'start_time'],
    ['a start to come', { start_time: '2199-12-31T00:00:00Z' }, 'start_time'],
    ['a start with an offset of a day', { start_time: '2026-03-01T07:00:00+24:00' }, 'start_time'],
    ['a start with NUL', { start_time: '2026-03-01T07:00:00Z\u0000' }, 'start_time'],
    ['a name that is a number', { ...start, name: 5 }, 'name'],
    ['a name of 301 characters', { ...start, name: 'x'.repeat(301) }, 'name'],
    ['notes of 20,001 characters', { ...start, notes: 'x'.repeat(20_001) }, 'notes'],
    ['a type that is an object', { ...start, type: { main: 'Running' } }, 'type'],
    ['a type of 301 characters', { ...start, type: 'x'.repeat(301) }, 'type'],
    ['calories as text', { ...start, calories: '1242' }, 'calories'],
    ['calories of NaN', { ...start, calories: 'NaN' }, 'calories'],
    ['negative calories', { ...start, calories: -1 }, 'calories'],
    ['too many calories', { ...start, calories: 418_401 }, 'calories'],
    ['a negative distance', { ...start, total_distance: -0.1 }, 'total_distance'],
    ['a negative duration', { ...start, duration: -1 }, 'duration'],
    ['a clock of a year', { ...start, clock_duration: 31_536_000 }, 'clock_duration'],
    ['a heart rate of a mouse', { ...start, avg_heartrate: 500 }, 'avg_heartrate'],
    ['a speed of light', { ...start, max_speed: 3e8 }, 'max_speed'],
    ['a time zone as text', { ...start, timezone: 'Europe/Berlin' }, 'timezone'],
    ['laps that are an object', { ...start, laps: {} }, 'laps'],
    ['a lap that is text', { ...start, laps: [{}, 'lap'] }, 'laps.1'],
    ['a lap at no time', { ...start, laps: [{ start_time: 'noon' }] }, 'laps.0.start_time'],
    ['a lap with text as speed', { ...start, laps: [{}, {}, { avg_speed: '5' }] }, 'laps.2.avg_speed'],
    ['a lap of negative length', { ...start, laps: [{ distance: -1 }] }, 'laps.0.distance'],
    ['a lap with a strange heart', { ...start, laps: [{ max_heartrate: 1000 }] }, 'laps.0.max_heartrate'],
    ['2,001 laps', { ...start, laps: Array.from({ length: 2001 }, () => ({})) }, 'laps'],
    ['stops that are text', { ...start, timer_stops: 'none' }, 'timer_stops'],
    ['a stop with one end', { ...start, timer_stops: [[start.start_time]] }, 'timer_stops.0'],
    ['a stop at no time', { ...start, timer_stops: [[start.start_time, 'later']] }, 'timer_stops.0'],
    [
      'a stop that ends first',
      { ...start, timer_stops: [['2026-03-01T08:00:00Z', '2026-03-01T07:00:00Z']] },
      'timer_stops.0',
    ],
    ['a place that is one number', { ...start, location: [0, 51] }, 'location'],
    ['a place of three numbers', { ...start, location: [0, [51, 0, 0]] }, 'location'],
    ['a place beyond the pole', { ...start, location: [0, [90.1, 0]] }, 'location'],
    ['a place as text', { ...start, location: [0, ['51', '0']] }, 'location'],
    ...streamsOfWorkout.flatMap((name) =>
      wrongStreams.map(([what, stream]): [string, object, string] => [
        `${name} that ${what}`,
        { ...start, [name]: stream },
        name,
      ]),
    ),
  ];

  test.each(wrong)('%s', async (_, body, field) => {
    const { status, body: told } = await refused(body);
    expect([status, told]).toEqual([400, said('BAD_USER_INPUT')]);
    expect(told.error.message.split(' ')[0]).toBe(field);
  });

  test('several at once are all told, in one sentence each', async () => {
    const { body } = await refused({ name: 5, heartrate: [1], laps: [{ avg_speed: 'x' }] });
    for (const field of ['start_time', 'name', 'laps.0.avg_speed'])
      expect(body.error.message).toContain(`${field} must`);
  });
});

describe('what is unknown is kept within bounds:', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  test.each([
    ['NUL in a value', 'mood', String.raw`"a\u0000b"`, 'mood'],
    ['NUL in a key', String.raw`a\u0000b`, '1', 'an unknown field'],
    ['half a surrogate pair', 'mood', String.raw`"\ud83d"`, 'mood'],
    ['half a surrogate pair in a lap', 'laps', String.raw`[{"mood":"\udc00"}]`, 'laps'],
    ['101 levels', 'mood', deep(101), 'mood'],
    ['10,000 levels', 'mood', deep(10_000), 'mood'],
    ['more than a mebibyte', 'mood', `"${'x'.repeat(1024 * 1024)}"`, 'mood'],
    ['a name of a mebibyte', 'x'.repeat(1024 * 1024), '1', 'an unknown field'],
    ['NUL in a known text', 'location_name', String.raw`"a\u0000b"`, 'location_name'],
    [
      'more than a mebibyte together',
      'mood',
      `"${'x'.repeat(600_000)}","x":"${'x'.repeat(600_000)}"`,
      'what a workout has',
    ],
  ])('%s is refused', async (_, name, json, told) => {
    const { status, body } = await refused(`{"start_time":"2026-03-01T07:18:01Z","${name}":${json}}`);
    expect([status, body]).toEqual([400, said('BAD_USER_INPUT')]);
    expect(body.error.message).toMatch(new RegExp(`^${told}.* must`));
    expect(body.error.message.length).toBeLessThan(200);
  });

  test('and up to there it comes back', async () => {
    const given = {
      ...start,
      mood: deep(95),
      constructor: { prototype: { x: 1 } },
      ' ': null,
      speed: Array(100_000).fill(1),
    };
    expect(await api.readsBack(partner, await api.adds(partner, given))).toEqual(given);
  });

  test.each([
    '{"start_time":"2026-03-01T07:18:01Z","__proto__":{"polluted":1}}',
    '{"start_time":"2026-03-01T07:18:01Z","laps":[{"__proto__":{"polluted":1}}]}',
  ])('a prototype is refused: %s', async (text) => {
    const { status, body } = await refused(text);
    expect([status, body.error.message]).toEqual([400, '__proto__ is no field of a workout']);
  });

  test('a key of a prototype deep in an unknown field is data like any other', async () => {
    const text = '{"start_time":"2026-03-01T07:18:01Z","mood":{"__proto__":{"polluted":1}}}';
    const { body } = await api.post<{ uris: [string] }>(partner, path, text);
    const read = await fetch(body.uris[0], { headers: { authorization: `Bearer ${partner.token}` } });
    expect(await read.text()).toContain('"mood":{"__proto__":{"polluted":1}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('what is no workout at all is refused, and nothing is stored:', () => {
  test.each(Object.entries(hostileBodies))('%s', async (_, text) => {
    const { status, body } = await refused(text);
    expect([status, body]).toEqual([400, said('BAD_USER_INPUT')]);
  });

  test.each(hostileTypes)('the content type %j', async (type) => {
    const { status, body } = await refused(JSON.stringify(start), { 'content-type': type });
    expect([status, body]).toBeOneOf([
      [400, said('BAD_USER_INPUT')],
      [415, said('UNSUPPORTED_MEDIA_TYPE')],
    ]);
  });

  test('no body', async () => {
    for (const send of [api.post, api.put]) {
      const { status } = await send(partner, send === api.post ? path : `${path}/${kept}`);
      expect(status).toBeOneOf([400, 415]);
    }
  });

  test('26 MB', async () => {
    const { status, body } = await refused(JSON.stringify({ ...start, notes: 'x'.repeat(26 * 1024 * 1024) }));
    expect([status, body]).toEqual([413, said('PAYLOAD_TOO_LARGE')]);
  });
});

describe('any JSON in any field is answered as documented:', () => {
  const fields = [...Object.keys(madeUpWorkout), 'sharing', 'uri', 'unknown'];
  test.each(fields)('%s', async (field) => {
    for (const [what, json] of Object.entries(hostileFields)) {
      const before = await rowsIn(gateway);
      const { status, body } = await api.post<{ uris: [string] }>(partner, path, withField(madeUpWorkout, field, json));
      const after = await rowsIn(gateway);
      expect({ what, status, rows: status < 400 ? before : after }).toEqual({ what, status, rows: before });
      expect(status).toBeOneOf([200, 400]);
      // What was taken can be read, by everyone and in the list.
      const read =
        status === 200 ? await api.get(partner, body.uris[0].slice(gateway.url.length + 7)) : { status: 200 };
      expect({ what, status: read.status }).toEqual({ what, status: 200 });
    }
    expect((await api.lists(partner, '?data=summary&pageSize=200')).items.length).toBeGreaterThan(0);
  });

  test('wherever it stands in a workout', async () => {
    const names = fc.constantFrom(...fields, 'laps');
    await fc.assert(
      fc.asyncProperty(anyWorkout, fc.dictionary(names, fc.jsonValue(), { minKeys: 1 }), async (workout, wrong) => {
        const { status } = await api.post(partner, path, JSON.stringify({ ...workout, ...wrong }));
        expect(status).toBeOneOf([200, 400]);
      }),
      { numRuns: 100 },
    );
  });
});

test('an address that is not there is refused in the same words', async () => {
  const headers = { authorization: `Bearer ${partner.token}` };
  for (const address of [
    'GET /',
    'GET /nothing',
    'PATCH /fitnessActivities',
    'POST /fitnessActivities/x',
    'GET /fileUpload',
  ]) {
    const [method = '', to = ''] = address.split(' ');
    const response = await fetch(`${gateway.url}/api/v2${to}`, { method, headers });
    expect([address, response.status, await response.json()]).toEqual([address, 404, said('NOT_FOUND')]);
  }
});

test('what was there before all that is as it was', async () => {
  expect(await api.readsBack(partner, kept)).toEqual(madeUpWorkout);
});
