import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { beforeBytes, boundary, fit, form, formType, map, operations, preflighted, type Parts } from './form.ts';
import { answerTo, openPost, post, type HttpAnswer } from './post.ts';

const gateway = useGateway();

let ann: TestPerson;
beforeAll(async () => {
  ann = await person(gateway);
});

const megabyte = 1024 * 1024;
const signed = (token = ann.token) => ({ ...preflighted, authorization: `Bearer ${token}` });

const sends = (...parts: Parts): Promise<HttpAnswer> => post(gateway, form(parts), signed());

/** The code and first message of an answer, with its status. */
const told = ({ status, errors }: HttpAnswer) => [status, errors?.[0]?.extensions.code, errors?.[0]?.message];

describe('too much is refused with 413:', () => {
  test.each<[string, () => Parts]>([
    ['operations of 10 MB', () => [['operations', { query: `#${'x'.repeat(10 * megabyte)}` }]]],
    [
      'a map of 2 MB',
      () => [
        ['operations', operations],
        ['map', { 0: ['x'.repeat(2 * megabyte)] }],
      ],
    ],
    [
      'two files',
      () => [
        ['operations', operations],
        ['map', { ...map, 1: ['variables.file'] }],
        ['0', fit],
        ['1', fit],
      ],
    ],
    [
      'two files where one is expected',
      () => [
        ['operations', operations],
        ['map', map],
        ['1', fit],
        ['0', fit],
      ],
    ],
    [
      'a file of a byte over 25 MB',
      () => [
        ['operations', operations],
        ['map', map],
        ['0', new Uint8Array(25 * megabyte + 1)],
      ],
    ],
    [
      'a file of 40 MB',
      () => [
        ['operations', operations],
        ['map', map],
        ['0', new Uint8Array(40 * megabyte)],
      ],
    ],
  ])('%s, and the next request is answered', async (_what, parts) => {
    expect(told(await sends(...parts())).slice(0, 2)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await ann.gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Ann' } });
  });

  test('a file of exactly 25 MB is read', async () => {
    const answer = await sends(['operations', operations], ['map', map], ['0', new Uint8Array(25 * megabyte)]);
    expect(told(answer)).toEqual([400, 'BAD_USER_INPUT', expect.stringMatching(/format/)]);
  });
});

describe('whoever may not upload is told so before the file was sent:', () => {
  test.each<[string, () => Promise<Record<string, string>>, number, string]>([
    ['without a token', async () => preflighted, 401, 'UNAUTHENTICATED'],
    ['with a token that nobody issued', async () => signed('vg_nobody'), 401, 'UNAUTHENTICATED'],
    [
      'without the scope',
      async () => signed((await person(gateway, { scopes: ['activities:read'] })).token),
      403,
      'FORBIDDEN',
    ],
  ])('%s', async (_what, headers, status, code) => {
    const request = openPost(gateway, { ...(await headers()), 'content-type': formType });
    const answer = answerTo(request);
    request.write(`${beforeBytes}${'x'.repeat(100)}`);
    const { body, ...rest } = await answer;
    expect([rest.status, body.errors?.[0]?.extensions.code]).toEqual([status, code]);
    request.destroy();
  });

  test('the rest of a refused file does not block its connection', async () => {
    const headers = { ...signed('vg_nobody'), 'content-type': formType };
    const request = openPost(gateway, headers);
    const answer = answerTo(request);
    request.write(beforeBytes);
    expect((await answer).status).toBe(401);
    request.end(`${'x'.repeat(20 * megabyte)}\r\n--${boundary}--\r\n`);
    await once(request, 'close');
  });
});

test.each([
  ['in its operations', beforeBytes.slice(0, 90)],
  ['before its file', beforeBytes],
  ['in its file', `${beforeBytes}${'x'.repeat(500_000)}`],
])('a client that goes away %s leaves the gateway as it was', async (_where, sent) => {
  const request = openPost(gateway, { ...signed(), 'content-type': formType });
  await new Promise((written) => request.write(sent, written));
  const gone = new Promise((closed) => request.on('error', () => undefined).on('close', closed));
  request.destroy();
  await gone;
  expect((await sends(['operations', operations], ['map', map], ['0', fit])).errors).toBeUndefined();
});
