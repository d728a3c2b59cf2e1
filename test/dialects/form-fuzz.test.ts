import { request } from 'node:http';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { disposition, form, formType, hostileForms, type HostileForm } from './hostile-forms.ts';
import { rowsIn } from './rows.ts';
import { base, trainItAll, type Partner } from './train-it-all.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });
const api = trainItAll(gateway);

let partner: Partner;
beforeEach(async () => {
  ({ partner } = await api.connected());
});

const fit = encodeFit(madeUpRecording({ seconds: 60 }));
const named = (filename: string) => form([disposition('file', filename), fit]);
const post = async (body: Uint8Array, contentType = formType) =>
  (await api.post(partner, '/fit-files', body, { 'content-type': contentType })).status;

const good = named('run.fit');

describe('a form that is none is refused, nothing is stored, and the next one is taken:', () => {
  test.each<HostileForm>([
    ...hostileForms({ filename: 'run.fit', content: fit }),
    ['a name that ends in a NUL', named('run.fit\u0000')],
    ['a name with a path after it', named('run.fit/../../etc/passwd')],
    ['no name', named('')],
    ['a name of another type', named('run.fit.exe')],
  ])('%s', async (_, body, contentType) => {
    const before = await rowsIn(gateway);
    expect(await post(body, contentType)).toBeOneOf([400, 413, 415]);
    expect(await rowsIn(gateway)).toEqual(before);
    expect(await post(good)).toBe(201);
  });
});

describe('a good file under a strange name is taken or refused, and its title is text:', () => {
  test.each<[string, string]>([
    ['a path', '../../../../etc/run.fit'],
    ['a path of Windows', String.raw`C:\Users\ann\run.fit`],
    ['NUL', 'a\u0000b.fit'],
    ['control characters', 'a\u0001\u001b[31m\u007f.fit'],
    ['5,000 characters', `${'x'.repeat(5000)}.fit`],
    ['emoji where the name is cut', `${'🏃'.repeat(127)}x🏃🏃.fit`],
    ['254 characters and an emoji', `${'x'.repeat(254)}🏃.fit`],
    ['only the ending', '.fit'],
    ['blanks', '   .fit'],
    ['capitals', 'RUN.FIT'],
    ['direction marks', '\u202etif.nur.fit'],
    ['a script', '<script>alert(1)</script>.fit'],
    ['a prototype', '__proto__.fit'],
    ['percent signs', '%00%zz%2f.fit'],
    ['no UTF-8', '\u00ff\u00fe.fit'],
  ])('%s', async (_, name) => {
    expect(await post(named(name))).toBeOneOf([201, 400]);
    for (const { id, title } of await api.lists(partner, '/activities')) {
      expect(title).toSatisfy((text: string) => text.length > 0 && text.length <= 300 && text.isWellFormed());
      expect(title).not.toContain('\u0000');
      const { headers, body } = await api.get<Buffer>(partner, `/activities/${id as string}/fit`);
      expect(body.equals(fit)).toBe(true);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w.%!'()*~-]+$/);
    }
  });
});

test('two files are one file too many, or the first is taken', async () => {
  const two = form([disposition('file', 'run.fit'), fit], [disposition('file', 'other.fit'), fit]);
  expect(await post(two)).toBeOneOf([201, 400, 413]);
  expect((await api.lists(partner, '/activities')).length).toBeLessThan(2);
});

test('the file is found among other fields', async () => {
  const field = (name: string): [string, string] => [`content-disposition: form-data; name="${name}"`, 'text'];
  expect(await post(form(field('title'), field('__proto__x'), [disposition('file', 'run.fit'), fit], field('z')))).toBe(
    201,
  );
});

test('bytes changed or cut anywhere in a form are answered as documented', async () => {
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
      expect(await post(body)).toBeOneOf([200, 201, 400, 413, 415]);
    }),
    { numRuns: 150 },
  );
});

test('a client that goes away in the middle of its file leaves nothing', async () => {
  const before = await rowsIn(gateway);
  const sent = request(`${gateway.url}${base}/fit-files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${partner.token}`, 'content-type': formType, 'content-length': 10_000_000 },
  });
  const gone = new Promise((closed) => sent.on('error', () => undefined).on('close', closed));
  await new Promise((written) => sent.write(Buffer.concat([good.subarray(0, 500), Buffer.alloc(500_000)]), written));
  sent.destroy();
  await gone;
  expect(await api.lists(partner, '/activities')).toEqual([]);
  expect(await rowsIn(gateway)).toEqual(before);
});
