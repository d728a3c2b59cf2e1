import { request } from 'node:http';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { disposition, field, form, formType, hostileForms } from '../../../test/dialects/hostile-forms.ts';
import { base, nowatch } from '../../../test/dialects/nowatch.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import { person } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { maxPictureBytes } from '../../files/picture.codec.ts';
import { halves } from '../../files/testing/made-up-picture.ts';
import { newId, typeId } from '../../platform/ids.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });
const api = nowatch(gateway);
const path = '/custom/profile-picture';
const png = await halves().png().toBuffer();

let vic: Awaited<ReturnType<typeof api.viewer>>;
let ann = '';
beforeAll(async () => {
  vic = await api.viewer();
  ({ fromId: ann } = await api.sharesWith(vic));
});

type Part = [headers: string, content: Uint8Array | string];

const userId = (id: string): Part => [field('userId'), id];
const file = (content: Uint8Array): Part => [disposition('file', 'picture.png'), content];

const post = (body: Uint8Array, contentType = formType) =>
  api.post<object>(vic.app, path, body, { 'content-type': contentType });

const names: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
};

/** What a form is answered that may store nothing. */
async function refusalOf(body: Uint8Array, contentType?: string): Promise<object> {
  const before = JSON.stringify(await rowsIn(gateway));
  const { status, body: told } = await post(body, contentType);
  if (JSON.stringify(await rowsIn(gateway)) !== before) throw new Error(`answered ${status}, and stored something`);
  return { status, ...told };
}

const refused = (statusCode: number, words = '') => ({
  status: statusCode,
  statusCode,
  message: expect.stringContaining(words),
  error: names[statusCode],
});

describe('what is refused is named, and stores nothing:', () => {
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const gif = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64');
  const large = Buffer.alloc(maxPictureBytes + 1);
  test.each<[string, () => Part[], number, string?]>([
    ['no file', () => [userId(ann)], 400, 'file'],
    ['a file as text', () => [userId(ann), [field('file'), 'string']], 400, 'file'],
    ['no person', () => [file(png)], 400, 'userId'],
    ['an empty person', () => [userId(''), file(png)], 400, 'userId'],
    ['two people', () => [userId(ann), file(png), userId(ann)], 400, 'userId'],
    [
      'a person as JSON',
      () => [[`${field('userId')}\r\ncontent-type: application/json`, '{}'], file(png)],
      400,
      'userId',
    ],
    ['a person as a file', () => [[disposition('userId', 'x'), ann]], 400, 'file'],
    ['neither', () => [], 400, 'file'],
    ['an empty file', () => [userId(ann), file(Buffer.alloc(0))], 400, 'file'],
    ['text in a file', () => [userId(ann), file(Buffer.from('not a picture'))], 400, 'file'],
    ['a drawing', () => [userId(ann), file(drawing)], 400, 'file'],
    ['a gif', () => [userId(ann), file(gif)], 400, 'file'],
    ['half a picture', () => [userId(ann), file(png.subarray(0, png.length / 2))], 400, 'file'],
    ['someone who does not share', () => [userId(typeId('Person', newId())), file(png)], 404],
    ['what is no id', () => [userId('string'), file(png)], 404],
    ['an id of another kind', () => [file(png), userId(typeId('User', newId()))], 404],
    ['a person of 100,000 characters', () => [userId('x'.repeat(100_000)), file(png)], 404],
    ['5 MB that are no picture', () => [userId(ann), file(large.subarray(1))], 400, 'file'],
    ['a byte more', () => [userId(ann), file(large)], 413, 'file'],
    ['a byte more, before the person', () => [file(large), userId(ann)], 413, 'file'],
    ['20 MB', () => [file(Buffer.alloc(4 * maxPictureBytes)), userId(ann)], 413, 'file'],
    ['two files', () => [userId(ann), file(png), file(png)], 413],
  ])('%s', async (_, parts, status, words) => {
    expect(await refusalOf(form(...parts()))).toEqual(refused(status, words));
  });

  test.each(['application/json', 'image/png', 'application/x-www-form-urlencoded', 'multipart/mixed; boundary=b'])(
    'a request that is %s',
    async (type) => {
      expect(await refusalOf(form(userId(ann), file(png)), type)).toEqual(refused(415));
    },
  );

  test('a form without the scope, before its file is read', async () => {
    const eve = await person(gateway, { scopes: ['shares:read'] });
    const sent = await api.post(eve, path, form(userId(ann), file(large)), { 'content-type': formType });
    expect(sent.status).toBe(403);
  });
});

/** The ids are known only when the tests run: the names of the forms are those of any. */
const hostile = (id: string) => hostileForms({ filename: 'picture.png', content: png }, userId(id));

describe('a form that is none is refused, nothing is stored, and the next one is taken:', () => {
  test.each(hostile('').map(([what], at) => [what, at] as const))('%s', async (_, at) => {
    const [, body, contentType] = hostile(ann)[at] ?? [];
    expect(await refusalOf(body ?? Buffer.alloc(0), contentType)).toMatchObject({
      status: expect.toBeOneOf([400, 413, 415]),
    });
    expect((await post(form(userId(ann), file(png)))).status).toBe(200);
  });
});

test('bytes changed or cut anywhere in a form are answered as documented', async () => {
  const good = form(file(png), userId(ann));
  const changes = fc.record({
    at: fc.integer({ min: 0, max: good.length - 1 }),
    byte: fc.integer({ min: 0, max: 255 }),
    length: fc.oneof(fc.constant(good.length), fc.integer({ min: 0, max: good.length })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 5 }), async (given) => {
      let body = Buffer.from(good);
      for (const { at, byte, length } of given) {
        body[at % Math.max(1, body.length)] = byte;
        body = body.subarray(0, length);
      }
      expect((await post(body)).status).toBeOneOf([200, 400, 404, 413, 415]);
    }),
    { numRuns: 150 },
  );
});

test('a client that goes away in the middle of its file leaves nothing', async () => {
  const before = await rowsIn(gateway);
  const sent = request(`${gateway.url}${base}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vic.app.token}`, 'content-type': formType, 'content-length': 4_000_000 },
  });
  const gone = new Promise((closed) => sent.on('error', () => undefined).on('close', closed));
  const start = form(userId(ann), file(Buffer.alloc(500_000))).subarray(0, 400_000);
  await new Promise((written) => sent.write(start, written));
  sent.destroy();
  await gone;
  expect((await api.lists(vic.app)).length).toBe(1);
  expect(await rowsIn(gateway)).toEqual(before);
});
