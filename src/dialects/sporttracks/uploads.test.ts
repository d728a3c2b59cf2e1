import { describe, expect, test } from 'vitest';
import { sportTracks, type Refused, type Workout } from '../../../test/dialects/sporttracks.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import { clientOf } from '../../../test/gateway/people.ts';
import { list, write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { decodeFit } from '../../files/fit/decode.ts';
import { encodeFit } from '../../files/fit/encode.ts';
import { streamKinds, type StreamKind } from '../../files/recording.ts';
import { firstSession, fitFile } from '../../files/testing/fit-file.ts';
import { gpxText } from '../../files/testing/gpx-text.ts';
import { madeUpRecording, madeUpSession } from '../../files/testing/made-up-recording.ts';
import { tcxText } from '../../files/testing/tcx-text.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = sportTracks(gateway);

const recording = madeUpRecording({ seconds: 120, sport: 'cycling' });
const fit = Buffer.from(encodeFit(recording));
const files = { FIT: fit.toString('base64'), TCX: tcxText(recording), GPX: gpxText(recording) };
const everyFormat = Object.entries(files);

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const formOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const megabyte = 1024 * 1024;

describe.each(everyFormat)('a %s file', (format, data) => {
  test.each([format, format.toLowerCase(), format[0] + format.slice(1).toLowerCase()])(
    'is a workout, as JSON or form, with the format written %s; sent again it is the same',
    async (written) => {
      const { ann, partner } = await api.connected();
      const [id, ...more] = await api.uploads(partner, { format: written, data });
      expect(more).toEqual([]);
      for (const who of [partner, await clientOf(gateway, ann)]) {
        expect(await api.uploads(who, { format, data, name: 'Another name' })).toEqual([id]);
        expect(await api.uploads(who, formOf({ format: written, data }), form)).toEqual([id]);
      }
      expect(await api.lists(partner)).toMatchObject({ size: '1' });
      const workout = await api.reads(partner, id as string);
      expect(workout).toMatchObject({ type: 'Cycling', duration: 120, uri: expect.stringContaining(id as string) });
      const [power, heartrate] = [workout['power'], workout['heartrate']] as [number[], number[]];
      const { POWER, HEART_RATE } = recording.sessions[0]?.streams ?? {};
      expect(power).toEqual([...(POWER?.values ?? [])].flatMap((value, second) => [second, value]));
      expect(heartrate).toEqual([...(HEART_RATE?.values ?? [])].flatMap((value, second) => [second, value]));
      expect(workout['location']).toHaveLength(2 * 121);
    },
  );

  test('is called as it is told to be, letter by letter', async () => {
    const { partner } = await api.connected();
    const [id = ''] = await api.uploads(partner, formOf({ format, data, name: ' Über_den Berg.fit & zurück ' }), form);
    expect(await api.reads(partner, id)).toMatchObject({ name: 'Über_den Berg.fit & zurück' });
  });
});

describe('a FIT file', () => {
  test('is read with lines, with blanks for plus signs, and in the other alphabet of base64', async () => {
    const lines = files.FIT.replaceAll(/.{76}/g, '$&\r\n');
    const blanks = files.FIT.replaceAll('+', ' ');
    const web = fit.toString('base64url');
    expect(files.FIT).toMatch(/[+/]/);
    for (const data of [lines, blanks, web]) {
      const { partner } = await api.connected();
      const [id = ''] = await api.uploads(partner, { format: 'FIT', data });
      expect(await api.reads(partner, id)).toMatchObject({ duration: 120 });
    }
  });

  test('with several sessions is a workout of each, and the answer has them all', async () => {
    const { partner } = await api.connected();
    const sessions = [
      madeUpSession({ seconds: 60, sport: 'swimming' }),
      madeUpSession({ seconds: 60, sport: 'running', start: '2026-03-01T07:10:00Z' }),
    ];
    const data = Buffer.from(encodeFit({ format: 'FIT', sessions })).toString('base64');
    const ids = await api.uploads(partner, { format: 'FIT', data });
    const read = await Promise.all(ids.map((id) => api.reads(partner, id)));
    expect(read.map(({ type }) => type)).toEqual(['Swimming', 'Running']);
  });

  test('that was uploaded through GraphQL is a complete workout, with every stream that the API has', async () => {
    const { ann, partner } = await api.connected();
    const full = madeUpRecording({ seconds: 300, lapCount: 3, utcOffsetMinutes: 60, kinds: streamKinds });
    const { data } = await ann.uploads(encodeFit(full), 'Morning_Run.fit');
    const id = data?.uploadActivityFile.activities[0]?.id ?? '';
    const workout = await api.reads(partner, id);
    const { streams, laps } = firstSession(decodeFit(encodeFit(full)));
    const flat = (kind: StreamKind) =>
      [...(streams[kind]?.values ?? [])].flatMap((value, index) => [streams[kind]?.offsetsSeconds[index], value]);
    const { LATITUDE, LONGITUDE } = streams;
    expect(workout).toMatchObject({
      start_time: '2026-03-01T08:00:00+01:00',
      timezone: 1,
      type: 'Running',
      name: 'Morning Run',
      duration: 300,
      clock_duration: 300,
      total_distance: 900,
      elevation: flat('ALTITUDE'),
      distance: flat('DISTANCE'),
      heartrate: flat('HEART_RATE'),
      cadence: flat('CADENCE'),
      power: flat('POWER'),
      temperature: flat('TEMPERATURE'),
      vertical_oscillation: flat('VERTICAL_OSCILLATION'),
      ground_contact_time: flat('GROUND_CONTACT_TIME'),
      left_power_percent: flat('LEFT_POWER_BALANCE'),
      total_hemoglobin_conc: flat('TOTAL_HEMOGLOBIN'),
      saturated_hemoglobin_percent: flat('SATURATED_HEMOGLOBIN'),
      location: [...(LATITUDE?.values ?? [])].flatMap((latitude, at) => [at, [latitude, LONGITUDE?.values[at]]]),
    });
    expect(laps).toHaveLength(3);
    expect((workout['laps'] as Workout[]).map(({ number, type, duration }) => [number, type, duration])).toEqual(
      laps.map(({ durationSeconds }, index) => [index + 1, 'active', durationSeconds]),
    );
    expect((workout['laps'] as Workout[])[0]).toMatchObject({ start_time: '2026-03-01T08:00:00+01:00' });
  });

  test('whose workout is put anew tells the new data when it is downloaded, and stays where it was', async () => {
    const { ann, partner } = await api.connected();
    const [id = ''] = await api.uploads(partner, { format: 'FIT', data: files.FIT });
    const { user_id: _user, activity: _activity, uri, ...read } = await api.reads(partner, id);
    const edited = { ...read, name: 'Edited', total_distance: 1234, power: [0, 100, 60, 101], laps: [] };
    await api.replaces(partner, id, edited);
    expect(await api.reads(partner, id)).toMatchObject({ ...edited, uri });
    const response = await fetch(`${gateway.url}/api/external/v1/activities/${id}/fit`, {
      headers: { authorization: `Bearer ${partner.token}` },
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(decodeFit(bytes).sessions).toMatchObject([{ distanceMeters: 1234, sport: 'cycling' }]);
    expect([...(decodeFit(bytes).sessions[0]?.streams.POWER?.values ?? [])]).toEqual([100, 101]);
    // The file is still known: sent again it is the workout that it became.
    expect(await api.uploads(partner, { format: 'FIT', data: files.FIT })).toEqual([id]);
    expect(await list(ann, 'activities', 'id title file { name }')).toEqual([
      { id, title: 'Edited', file: { name: 'Workout.fit' } },
    ]);
  });

  test('can come again after its workout was deleted', async () => {
    const { ann, partner } = await api.connected();
    const [id = ''] = await api.uploads(partner, { format: 'FIT', data: files.FIT });
    await api.delete(partner, `/fitnessActivities/${id}`);
    const [again] = await api.uploads(partner, { format: 'FIT', data: files.FIT });
    expect(again).not.toBe(id);
    await write(ann, 'deleteActivity', { id: again }, '__typename');
    expect(await api.lists(partner)).toMatchObject({ size: '0' });
  });
});

test('XML is text here, whatever encoding it says that it once was in', async () => {
  const { partner } = await api.connected();
  for (const encoding of ['ISO-8859-1', 'utf-16', 'EBCDIC']) {
    const data = files.GPX.replace('"UTF-8"', `"${encoding}"`).replace('<name>made up', `<name>Zürich ${encoding}`);
    const [id = ''] = await api.uploads(partner, { format: 'GPX', data });
    expect(await api.reads(partner, id)).toMatchObject({ name: `Zürich ${encoding}` });
  }
});

describe('what is no file of its format is refused by its name, and nothing is stored:', () => {
  const { FIT, TCX, GPX } = files;
  test.each<[string, Record<string, unknown>, string]>([
    ['no format', { data: FIT }, 'format'],
    ['another format', { format: 'KML', data: GPX }, 'format'],
    ['a format of another type', { format: 5, data: GPX }, 'format'],
    ['a key of a prototype as format', { format: '__proto__', data: GPX }, 'format'],
    ['NUL as format', { format: 'FIT\u0000', data: FIT }, 'format'],
    ['no data', { format: 'FIT' }, 'data'],
    ['empty data', { format: 'GPX', data: '' }, 'data'],
    ['data of another type', { format: 'GPX', data: [GPX] }, 'data'],
    ['FIT as it is', { format: 'FIT', data: fit.toString('latin1') }, 'data'],
    ['text that is no base64', { format: 'FIT', data: '<not base64!>' }, 'data'],
    ['padding alone', { format: 'FIT', data: '==' }, 'data'],
    ['padding in the middle', { format: 'FIT', data: `${FIT.slice(0, 20)}==${FIT.slice(20)}` }, 'data'],
    ['base64 of a text', { format: 'FIT', data: Buffer.from('not a FIT file').toString('base64') }, 'data'],
    ['a FIT file cut short', { format: 'FIT', data: FIT.slice(0, 400) }, 'data'],
    [
      'a FIT file of settings',
      { format: 'FIT', data: Buffer.from(fitFile(() => undefined, 'settings')).toString('base64') },
      'data',
    ],
    ['a GPX file as FIT', { format: 'FIT', data: Buffer.from(GPX).toString('base64') }, 'data'],
    ['a GPX file as TCX', { format: 'TCX', data: GPX }, 'data'],
    ['a TCX file as GPX', { format: 'GPX', data: TCX }, 'data'],
    ['a FIT file as GPX', { format: 'GPX', data: FIT }, 'data'],
    ['text as GPX', { format: 'GPX', data: 'walk' }, 'data'],
    ['XML with entities', { format: 'GPX', data: `<!DOCTYPE gpx [<!ENTITY a "b">]>${GPX}` }, 'data'],
    ['GPX with NUL', { format: 'GPX', data: GPX.replace('made up', 'made\u0000up') }, 'data'],
    ['a name of another type', { format: 'GPX', data: GPX, name: {} }, 'name'],
    ['a name with NUL', { format: 'GPX', data: GPX, name: 'a\u0000b' }, 'name'],
    ['a name of 201 characters', { format: 'GPX', data: GPX, name: 'x'.repeat(201) }, 'name'],
  ])('%s', async (_, body, field) => {
    const { partner } = await api.connected();
    const before = await rowsIn(gateway);
    const { status, body: told } = await api.post<Refused>(partner, '/fileUpload', JSON.stringify(body));
    expect([status, told.error.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(told.error.message.split(' ')[0]).toBe(field);
    expect(await rowsIn(gateway)).toEqual(before);
  });
});

describe('what is too large is 413, and nothing is stored:', () => {
  test.each<[string, () => [object | string, Record<string, string>?]]>([
    ['a GPX file of 26 MB', () => [{ format: 'GPX', data: files.GPX.padEnd(26 * megabyte) }]],
    ['a FIT file of 26 MB', () => [{ format: 'FIT', data: Buffer.alloc(26 * megabyte).toString('base64') }]],
    ['a GPX file of 26 MB in a form', () => [formOf({ format: 'GPX', data: 'x'.repeat(26 * megabyte) }), form]],
    ['60 MB of JSON', () => [JSON.stringify({ format: 'GPX', data: 'x'.repeat(60 * megabyte) })]],
  ])('%s', async (_, made) => {
    const { partner } = await api.connected();
    const before = await rowsIn(gateway);
    const [body, headers] = made();
    const answer = await api.post<Refused>(partner, '/fileUpload', body, headers);
    expect([answer.status, answer.body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await rowsIn(gateway)).toEqual(before);
  });

  test('but not a FIT file of 25 MB', async () => {
    const { partner } = await api.connected();
    const data = Buffer.concat([fit, Buffer.alloc(25 * megabyte - fit.length)]).toString('base64');
    const [id = ''] = await api.uploads(partner, { format: 'FIT', data });
    expect(await api.reads(partner, id)).toMatchObject({ duration: 120 });
  });
});

test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/octet-stream'])(
  'a file as %s is 415',
  async (type) => {
    const { partner } = await api.connected();
    const { status, body } = await api.post<Refused>(partner, '/fileUpload', files.GPX, { 'content-type': type });
    expect([status, body.error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  },
);
