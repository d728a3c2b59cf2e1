import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { trainItAll, type Refused } from '../../../test/dialects/train-it-all.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { decodeFit } from '../../files/fit/decode.ts';
import { encodeFit } from '../../files/fit/encode.ts';
import { fitFile, sessionFields } from '../../files/testing/fit-file.ts';
import { gpxText } from '../../files/testing/gpx-text.ts';
import { madeUpRecording, madeUpSession } from '../../files/testing/made-up-recording.ts';

const gateway = useGateway();
const api = trainItAll(gateway);

const fit = encodeFit(madeUpRecording({ seconds: 120 }));
const megabyte = 1024 * 1024;

interface Uploaded {
  id: string;
  storageKey?: string;
  duplicate?: true;
}

function form(bytes: Uint8Array | string, name = 'Morning_Run.fit', field = 'file'): FormData {
  const data = new FormData();
  data.append(field, new Blob([typeof bytes === 'string' ? bytes : Buffer.from(bytes)]), name);
  return data;
}

const upload = (who: { token: string }, body: FormData) => api.post<Uploaded>(who, '/fit-files', body);
const refused = async (who: { token: string }, body: FormData) => {
  const answer = await api.post<Refused>(who, '/fit-files', body);
  return [answer.status, answer.body.errorCode, Object.keys(answer.body.details?.validation.fieldErrors ?? {})];
};

describe('a FIT file that comes in', () => {
  test('is 201 with a storage key of the documented form, and its summary in the list', async () => {
    const { partner } = await api.connected();
    const { status, body } = await upload(partner, form(fit));
    expect(status).toBe(201);
    const [activity = {}] = await api.lists(partner, '/activities');
    expect(body).toEqual({ id: activity['id'], storageKey: expect.any(String) });
    const today = new Date().toISOString().slice(0, 10);
    expect(body.storageKey).toMatch(
      new RegExp(`^fit/${activity['organizationId']}/${activity['athleteId']}/${today}/\\w+\\.fit$`),
    );
    const sha256 = createHash('sha256').update(fit).digest('hex');
    expect(activity).toMatchObject({
      type: 'RUN',
      title: 'Morning Run',
      startedAt: '2026-03-01T07:00:00.000Z',
      durationSec: 120,
      distanceM: 360,
      avgHr: 130,
      source: 'EXTERNAL',
      sourceName: partner.clientId,
      notes: null,
      externalId: null,
      sources: [{ provider: 'FIT', externalId: sha256, rawPayload: null }],
    });
  });

  test('is 200 and a duplicate when the same bytes come again, from whichever client and under whatever name', async () => {
    const { ann, partner } = await api.connected();
    const other = await clientOf(gateway, ann);
    const { body } = await upload(partner, form(fit));
    for (const [who, name] of [[partner, 'Morning_Run.fit'] as const, [other, 'other.FIT'] as const])
      expect(await upload(who, form(fit, name))).toMatchObject({ status: 200, body: { id: body.id, duplicate: true } });
    expect(await api.lists(partner, '/activities')).toHaveLength(1);
    expect(await upload((await api.connected()).partner, form(fit))).toMatchObject({ status: 201 });
  });

  test('many times at once makes one activity', async () => {
    const { partner } = await api.connected();
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(partner, form(fit))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('with several sessions makes one activity of each, and gives the id of the first', async () => {
    const { partner } = await api.connected();
    const [swim, ride] = [
      madeUpSession({ seconds: 60, sport: 'swimming' }),
      madeUpSession({ seconds: 60, sport: 'cycling', start: '2026-03-01T07:10:00Z' }),
    ];
    const { body } = await upload(partner, form(encodeFit({ format: 'FIT', sessions: [swim, ride] })));
    const items = await api.lists(partner, '/activities');
    expect(items.map(({ type }) => type)).toEqual(['RIDE', 'SWIM']);
    expect(items[1]).toMatchObject({ id: body.id });
  });

  test.each([
    ['energy', { totalCalories: 300 }, { calories: -300, perceivedExertion: 30 }],
    ['no energy', {}, { calories: null, perceivedExertion: null }],
    ['strength', { subSport: 'strengthTraining' }, { type: 'STRENGTH' }],
  ])('tells what its device recorded, and leaves out what it did not: %s', async (_, fields, read) => {
    const { partner } = await api.connected();
    const bytes = fitFile((write) => write('session', sessionFields(0, 600, 'training', fields)));
    await upload(partner, form(bytes));
    expect(await api.lists(partner, '/activities')).toMatchObject([{ ...read, durationSec: 600 }]);
  });
});

describe('what is no FIT file is refused, and leaves nothing behind:', () => {
  const gpx = gpxText(madeUpRecording({ seconds: 60 }));
  test.each<[string, () => FormData]>([
    ['a wrong name', () => form(fit, 'Morning_Run.gpx')],
    ['a wrong name of a large file', () => form(new Uint8Array(20 * megabyte), 'Morning_Run.zip')],
    ['a name that only has fit in it', () => form(fit, 'Morning_Run.fit.txt')],
    ['an empty file', () => form('')],
    ['text', () => form('not a FIT file')],
    ['a GPX file named .fit', () => form(gpx)],
    ['a FIT file cut short', () => form(fit.subarray(0, 200))],
    ['a FIT file with nothing in it', () => form(fitFile(() => undefined))],
    ['a FIT file of settings', () => form(fitFile(() => undefined, 'settings'))],
    ['another field', () => form(fit, 'Morning_Run.fit', 'upload')],
    ['no file', () => new FormData()],
    ['exactly 25 MB of nothing', () => form(new Uint8Array(25 * megabyte))],
  ])('%s', async (_, made) => {
    const { partner } = await api.connected();
    expect(await refused(partner, made())).toEqual([400, 'validation_error', ['file']]);
    expect(await api.lists(partner, '/activities')).toEqual([]);
  });

  test('the file as a text field', async () => {
    const { partner } = await api.connected();
    const data = new FormData();
    data.append('file', 'text');
    expect(await refused(partner, data)).toEqual([400, 'validation_error', ['file']]);
  });

  test.each([25 * megabyte + 1, 40 * megabyte])('a file of %i bytes is too large', async (size) => {
    const { partner } = await api.connected();
    expect((await refused(partner, form(new Uint8Array(size)))).slice(0, 2)).toEqual([413, 'payload_too_large']);
    expect(await api.lists(partner, '/activities')).toEqual([]);
    expect((await upload(partner, form(fit))).status).toBe(201);
  });

  test.each([
    ['application/json', '{}'],
    ['application/octet-stream', Buffer.from(fit)],
    ['text/plain', 'x'],
  ])('%s instead of a form', async (type, body) => {
    const { partner } = await api.connected();
    const answer = await api.post<Refused>(partner, '/fit-files', body, { 'content-type': type });
    expect([answer.status, answer.body.errorCode]).toEqual([415, 'unsupported_media_type']);
  });
});

describe('the FIT file of an activity', () => {
  const path = (id: string) => `/activities/${id}/fit`;

  test('that was uploaded is the same bytes, to any client of the person, and not to be cached', async () => {
    const { ann, partner } = await api.connected();
    const { body } = await upload(partner, form(fit));
    for (const who of [partner, await clientOf(gateway, ann)]) {
      const file = await api.get<Buffer>(who, path(body.id));
      expect(file.status).toBe(200);
      expect(file.body.equals(fit)).toBe(true);
      expect(file.headers.get('content-type')).toBe('application/octet-stream');
      expect(file.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('that was uploaded stays the same bytes under another title, and is made anew when what it tells was changed', async () => {
    const { ann, partner } = await api.connected();
    const { body } = await upload(partner, form(fit));
    await write(ann, 'updateActivity', { id: body.id, title: 'Another title' }, '__typename');
    expect((await api.get<Buffer>(partner, path(body.id))).body.equals(fit)).toBe(true);
    await write(ann, 'updateActivity', { id: body.id, distanceMeters: 1234 }, '__typename');
    const file = await api.get<Buffer>(partner, path(body.id));
    expect(file.body.equals(fit)).toBe(false);
    expect(decodeFit(file.body).sessions).toMatchObject([{ sport: 'running', distanceMeters: 1234 }]);
  });

  test('that was sent as JSON is made of what is stored, and can be read as any FIT file', async () => {
    const { partner } = await api.connected();
    const id = await api.writes(partner, '/activities', {
      title: 'Lunch Ride',
      type: 'RIDE',
      startedAt: '2026-01-17T12:00:00Z',
      durationMin: 45,
      distanceKm: 21.5,
      avgHr: 140,
      maxHr: 170,
      avgPower: 210,
      calories: 480,
    });
    const { body, headers } = await api.get<Buffer>(partner, path(id));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(decodeFit(body).sessions).toMatchObject([
      {
        sport: 'cycling',
        startedAtMs: Date.parse('2026-01-17T12:00:00Z'),
        durationSeconds: 2700,
        distanceMeters: 21_500,
        averageHeartRate: 140,
        maxHeartRate: 170,
        averagePower: 210,
        energyKilocalories: 480,
      },
    ]);
  });

  test('that was sent as JSON can be uploaded: it is another activity of the same kind', async () => {
    const { partner } = await api.connected();
    const sent = { title: 'Swim', type: 'SWIM', startedAt: '2026-01-17T12:00:00Z', durationMin: 30, distanceM: 1500 };
    const id = await api.writes(partner, '/activities', sent);
    const { body } = await api.get<Buffer>(partner, path(id));
    expect((await upload(partner, form(body))).status).toBe(201);
    const figures = { type: 'SWIM', startedAt: '2026-01-17T12:00:00.000Z', durationSec: 1800, distanceM: 1500 };
    expect(await api.lists(partner, '/activities')).toMatchObject([figures, figures]);
  });

  test.each(['RUN', 'RIDE', 'SWIM', 'STRENGTH', 'OTHER'])('of the type %s is of that type', async (type) => {
    const { partner } = await api.connected();
    const sent = { title: 'x', type, startedAt: '2026-01-17T12:00:00Z', durationMin: 30 };
    const { body } = await api.get<Buffer>(partner, path(await api.writes(partner, '/activities', sent)));
    await upload(partner, form(body));
    expect((await api.lists(partner, '/activities')).map((item) => item['type'])).toEqual([type, type]);
  });

  test('is 404 where there is no such activity, or it is of someone else, or the id is of another kind', async () => {
    const { partner } = await api.connected();
    const stranger = await clientOf(gateway, await person(gateway));
    const { body } = await upload(stranger, form(fit));
    const night = await api.writes(partner, '/sleep-days', { day: '2026-01-16' });
    const ids = [body.id, night, 'act_01h2xcejqtf2nbrexx3vqjhp41', 'act_', 'x', '%00', '..%2f..', 'x'.repeat(5000)];
    for (const id of ids) {
      const { status, body: told } = await api.get<Refused>(partner, path(id));
      expect([status, told]).toEqual([
        404,
        { error: expect.any(String), errorCode: 'not_found', hint: expect.any(String) },
      ]);
    }
  });
});
