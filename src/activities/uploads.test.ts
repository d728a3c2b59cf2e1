import { createHash } from 'node:crypto';
import FitParser from 'fit-file-parser';
import { describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { decodeFit } from '../files/fit/decode.ts';
import { encodeFit } from '../files/fit/encode.ts';
import { streamKinds } from '../files/recording.ts';
import { firstSession } from '../files/testing/fit-file.ts';
import { madeUpRecording, madeUpSession } from '../files/testing/made-up-recording.ts';
import { tcxText } from '../files/testing/tcx-text.ts';

const gateway = useGateway();

const fit = encodeFit(madeUpRecording({ seconds: 120 }));

const details = `id sport title localDate durationSeconds distanceMeters averageHeartRate load fitUrl
  laps { number } sources { provider checksum } file { name size sha256 url } streams(maxPoints: 100000) { kind values }`;

interface UploadedActivity {
  id: string;
  fitUrl: string;
  file: { url: string } | null;
  streams: { kind: string; values: number[] }[];
}

interface Detailed {
  uploadActivityFile: { duplicate: boolean; activities: UploadedActivity[] };
}

async function imports(who: TestPerson, bytes: Uint8Array, name?: string) {
  const { data, errors } = await who.uploads<Detailed>(bytes, name, details);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.uploadActivityFile;
}

const download = (url: string, token?: string) =>
  fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

async function activityCount(who: TestPerson): Promise<number> {
  const query = '{ viewer { health { activities { totalCount } } } }';
  const data = await who.gets<{ viewer: { health: { activities: { totalCount: number } } } }>(query);
  return data.viewer.health.activities.totalCount;
}

describe('uploading a device file', () => {
  test('makes an activity with summary, laps, streams, source and file', async () => {
    const ann = await person(gateway);
    const { duplicate, activities } = await imports(ann, fit, 'Morning_Run.fit');
    const sha256 = createHash('sha256').update(fit).digest('hex');
    expect(duplicate).toBe(false);
    expect(activities).toMatchObject([
      {
        sport: 'running',
        title: 'Morning Run',
        localDate: '2026-03-01',
        durationSeconds: 120,
        distanceMeters: 360,
        averageHeartRate: 130,
        load: 2,
        laps: [{ number: 1 }, { number: 2 }],
        sources: [{ provider: 'FIT', checksum: sha256 }],
        file: { name: 'Morning_Run.fit', size: fit.length, sha256 },
      },
    ]);
    const heartRate = activities[0]?.streams.find(({ kind }) => kind === 'HEART_RATE');
    expect(heartRate?.values).toEqual([...(madeUpSession({ seconds: 120 }).streams.HEART_RATE?.values ?? [])]);
  });

  test('again makes nothing new, also when both come at once', async () => {
    const ann = await person(gateway);
    const answers = await Promise.all([imports(ann, fit), imports(ann, fit), imports(ann, fit, 'other-name.fit')]);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ activities }) => activities.map(({ id }) => id))).size).toBe(1);
    expect(await activityCount(ann)).toBe(1);
  });

  test('is no duplicate of what another person uploaded', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway)];
    await imports(ann, fit);
    expect((await imports(bob, fit)).duplicate).toBe(false);
  });

  test('makes one activity of each session; the file goes with the last of them, and can then come back', async () => {
    const ann = await person(gateway);
    const sessions = [
      madeUpSession({ seconds: 60, sport: 'swimming' }),
      madeUpSession({ seconds: 90, sport: 'cycling', start: '2026-03-01T07:05:00Z' }),
    ];
    const bytes = encodeFit({ format: 'FIT', sessions });
    const { activities } = await imports(ann, bytes);
    expect(activities).toMatchObject([{ sport: 'swimming' }, { sport: 'cycling' }]);
    const [swim, ride] = activities as [UploadedActivity, UploadedActivity];
    await ann.gets('mutation ($id: ID!) { deleteActivity(input: { id: $id }) { deletedId } }', { id: ride.id });
    expect((await imports(ann, bytes)).activities).toMatchObject([{ id: swim.id }]);
    expect((await download(swim.file?.url as string, ann.token)).status).toBe(200);
    await ann.gets('mutation ($id: ID!) { deleteActivity(input: { id: $id }) { deletedId } }', { id: swim.id });
    expect((await imports(ann, bytes)).duplicate).toBe(false);
  });

  test.each([
    ['nothing', new Uint8Array(), /empty/],
    ['a text', Buffer.from('hello'), /format/],
    ['half a FIT file', fit.subarray(0, fit.length / 2), /truncated/],
    ['a ZIP archive', Buffer.from('504b0304140000000800', 'hex'), /archive/],
    [
      'XML with entities',
      Buffer.from('<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "b">]><gpx>&a;</gpx>'),
      /DOCTYPE/,
    ],
  ])('of %s is refused with the reason, and stores nothing', async (_what, bytes, reason) => {
    const ann = await person(gateway);
    const { errors } = await ann.uploads(bytes);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.extensions.fields?.['file']?.join()).toMatch(reason);
    expect(await activityCount(ann)).toBe(0);
  });
});

test.each([
  ['before anyone was born', '0001-01-01T00:00:00Z', '0001-01-01T01:00:00Z', /between 1900 and now/],
  ['in the future', '2099-01-01T00:00:00Z', '2099-01-01T01:00:00Z', /between 1900 and now/],
  ['over a hundred years', '1910-01-01T00:00:00Z', '2020-01-01T00:00:00Z', /more than 60 days/],
])('a file of an activity %s is refused, and stores nothing', async (_what, from, to, words) => {
  const ann = await person(gateway);
  const point = (time: string) => `<trkpt lat="1" lon="1"><time>${time}</time></trkpt>`;
  const gpx = `<gpx version="1.1"><trk><trkseg>${point(from)}${point(to)}</trkseg></trk></gpx>`;
  const { errors } = await ann.uploads(Buffer.from(gpx), 'odd.gpx');
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(errors?.[0]?.message).toMatch(words);
  const { viewer } = await ann.gets<{ viewer: { health: { activities: { totalCount: number } } } }>(
    '{ viewer { health { activities { totalCount } } } }',
  );
  expect(viewer.health.activities.totalCount).toBe(0);
});

test('an activity at a time that FIT cannot say has no FIT file', async () => {
  const ann = await person(gateway);
  const { createActivity } = await ann.gets<{ createActivity: { activity: { fitUrl: string } } }>(
    `mutation { createActivity(input: { sport: "running", title: "old", startedAt: "1985-06-01T10:00:00Z", durationSeconds: 600 }) {
      activity { fitUrl }
    } }`,
  );
  const response = await fetch(createActivity.activity.fitUrl, { headers: { authorization: `Bearer ${ann.token}` } });
  expect(response.status).toBe(404);
});

describe('downloading', () => {
  test('an edited activity has every kind of stream in its FIT, as they were uploaded', async () => {
    const ann = await person(gateway);
    const recording = madeUpRecording({ seconds: 60, kinds: streamKinds });
    const { activities } = await imports(ann, encodeFit(recording));
    const [activity] = activities as [UploadedActivity];
    expect(activity.streams.map(({ kind }) => kind)).toEqual(streamKinds);
    await ann.gets('mutation ($input: UpdateActivityInput!) { updateActivity(input: $input) { activity { id } } }', {
      input: { id: activity.id, distanceMeters: 1234 },
    });
    const bytes = new Uint8Array(await (await download(activity.fitUrl, ann.token)).arrayBuffer());
    const { streams } = firstSession(decodeFit(bytes));
    for (const kind of streamKinds) {
      const written = firstSession(recording).streams[kind]?.values ?? new Float64Array();
      const off = streams[kind]?.values.map((value, index) => Math.abs(value - (written[index] ?? NaN)));
      expect({ kind, count: off?.length, isSame: off?.every((by) => by < 1e-6) }).toEqual({
        kind,
        count: 61,
        isSame: true,
      });
    }
  });

  test('the original gives the same bytes, to its owner only', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway)];
    const { activities } = await imports(ann, fit);
    const url = activities[0]?.file?.url as string;
    expect(Buffer.from(await (await download(url, ann.token)).arrayBuffer()).equals(fit)).toBe(true);
    expect((await download(url, bob.token)).status).toBe(404);
    const anonymous = await download(url);
    expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="vitalgate"']);
  });

  test('a FIT of an activity that came as TCX opens in another reader with the same values', async () => {
    const ann = await person(gateway);
    const recording = madeUpRecording({ seconds: 300, sport: 'cycling' });
    const { activities } = await imports(ann, Buffer.from(tcxText(recording)), 'ride.tcx');
    const response = await download(activities[0]?.fitUrl as string, ann.token);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const parsed = await new FitParser({ mode: 'list' }).parseAsync(Buffer.from(await response.arrayBuffer()));
    const values = parsed.records?.map((record) => record.heart_rate);
    expect(values).toEqual([...(recording.sessions[0]?.streams.HEART_RATE?.values ?? [])]);
    expect(parsed.sessions?.[0]).toMatchObject({ sport: 'cycling', total_timer_time: 300, total_distance: 900 });
  });

  test('the FIT of an activity whose figures were edited is encoded anew; the original stays', async () => {
    const ann = await person(gateway);
    const { activities } = await imports(ann, fit);
    const [activity] = activities as [UploadedActivity];
    await ann.gets('mutation ($input: UpdateActivityInput!) { updateActivity(input: $input) { activity { id } } }', {
      input: { id: activity.id, distanceMeters: 1234 },
    });
    const encoded = Buffer.from(await (await download(activity.fitUrl, ann.token)).arrayBuffer());
    const parsed = await new FitParser({ mode: 'list' }).parseAsync(encoded);
    expect(parsed.sessions?.[0]?.total_distance).toBe(1234);
    expect(Buffer.from(await (await download(activity.file?.url as string, ann.token)).arrayBuffer()).equals(fit)).toBe(
      true,
    );
  });
});
