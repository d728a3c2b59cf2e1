import { beforeAll, describe, expect, test } from 'vitest';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { beforeBytes, fit, form, formType, map, operations, preflighted, upload, type Parts } from './form.ts';
import { post, type HttpAnswer } from './post.ts';

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

test('an upload, a request without files, and one with a file that it never uses are answered', async () => {
  const query = '{ viewer { name } }';
  expect((await sends(['operations', operations], ['map', map], ['0', fit])).data).toEqual({
    uploadActivityFile: { duplicate: false },
  });
  expect((await sends(['operations', { query }], ['map', {}])).data).toEqual({ viewer: { name: 'Ann' } });
  const unused = { query, variables: { file: null } };
  const large = new Uint8Array(5 * megabyte);
  expect((await sends(['operations', unused], ['map', map], ['0', large])).data).toEqual({ viewer: { name: 'Ann' } });
  expect((await sends(['operations', { query }], ['map', {}], ['other', large])).data).toBeTruthy();
});

describe('a multipart request is refused with 400:', () => {
  const bad = (...parts: Parts) => parts;
  test.each<[string, Parts, RegExp]>([
    ['empty', bad(), /no operations/],
    ['without operations', bad(['map', map], ['0', fit]), /'map' should follow 'operations'/],
    ['without a map', bad(['operations', operations]), /Missing multipart field 'map'/],
    [
      'with a file before the map',
      bad(['operations', operations], ['0', fit], ['map', map]),
      /files should follow 'map'/,
    ],
    ['whose map is no JSON', bad(['operations', operations], ['map', '{'], ['0', fit]), /Invalid JSON in the 'map'/],
    ['whose map is a list', bad(['operations', operations], ['map', [1]], ['0', fit]), /Invalid type for the 'map'/],
    [
      'whose map has no paths',
      bad(['operations', operations], ['map', { 0: 'a' }], ['0', fit]),
      /Invalid type for the 'map'/,
    ],
    [
      'whose map leads nowhere',
      bad(['operations', operations], ['map', { 0: ['a.b'] }], ['0', fit]),
      /Invalid object path/,
    ],
    [
      'whose map leads to a prototype',
      bad(['operations', operations], ['map', { 0: ['__proto__.file'] }], ['0', fit]),
      /Invalid object path/,
    ],
    [
      'whose map leads to a constructor',
      bad(['operations', operations], ['map', { 0: ['variables.constructor.file'] }], ['0', fit]),
      /Invalid object path/,
    ],
    [
      'whose map replaces the query',
      bad(['operations', operations], ['map', { 0: ['query'] }], ['0', fit]),
      /queries must be strings/,
    ],
    [
      'whose operations are no JSON',
      bad(['operations', '{"query"'], ['map', map], ['0', fit]),
      /Invalid JSON in the 'operations'/,
    ],
    [
      'whose operations are a batch',
      bad(['operations', [operations]], ['map', { 0: ['0.variables.file'] }], ['0', fit]),
      /batching/,
    ],
    [
      'whose operations nest 100,000 deep',
      bad(
        [
          'operations',
          `{"query":${JSON.stringify(upload)},"variables":{"file":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
        ],
        ['map', {}],
      ),
      /file/,
    ],
    ['whose file never comes', bad(['operations', operations], ['map', map]), /File missing/],
    ['whose file has another name', bad(['operations', operations], ['map', map], ['1', fit]), /File missing/],
    [
      'whose file is a text',
      bad(['operations', { ...operations, variables: { file: 'run.fit' } }], ['map', {}]),
      /Upload value invalid/,
    ],
  ])('%s', async (_what, parts, words) => {
    expect(told(await sends(...parts))).toEqual([400, 'BAD_USER_INPUT', expect.stringMatching(words)]);
  });

  test('that uses its file twice', async () => {
    const twice = upload.replace('}) {', '}) { duplicate } again: uploadActivityFile(input: { file: $file }) {');
    const answer = await sends(['operations', { ...operations, query: twice }], ['map', map], ['0', fit]);
    expect(told(answer)).toEqual([400, 'BAD_USER_INPUT', 'file can be used only once']);
  });

  test.each([
    ['without a boundary', 'multipart/form-data', ''],
    ['with an empty boundary', 'multipart/form-data; boundary=', ''],
    ['that ends in the middle of its file', formType, `${beforeBytes}abc`],
    ['that ends in the middle of its operations', formType, beforeBytes.slice(0, 90)],
    ['that is no form', formType, '{"query":"{__typename}"}'],
  ])('%s', async (_what, type, body) => {
    expect(told(await post(gateway, body, { ...signed(), 'content-type': type })).slice(0, 2)).toEqual([
      400,
      'BAD_USER_INPUT',
    ]);
  });

  test('that any web page could send', async () => {
    const answer = await post(
      gateway,
      form([
        ['operations', operations],
        ['map', map],
        ['0', fit],
      ]),
      {
        authorization: `Bearer ${ann.token}`,
      },
    );
    expect(told(answer)).toEqual([400, 'BAD_USER_INPUT', expect.stringMatching(/apollo-require-preflight/)]);
  });
});

describe('a form that is malformed is refused, and the gateway lives on:', () => {
  const boundary = (...lines: string[]) => lines.join('\r\n');
  const operationsPart = boundary(
    '--X',
    'Content-Disposition: form-data; name="operations"',
    '',
    JSON.stringify(operations),
    '',
  );
  test.each([
    ['a header without a colon', boundary('--X', 'AAAA', '', '', '--X--', '')],
    [
      'a blank in the name of a header',
      boundary('--X', 'Content Disposition: form-data; name="a"', '', 'b', '--X--', ''),
    ],
    ['a NUL in a header', boundary('--X', 'Content-Disposition: form-data; name="a\0"', '', 'b', '--X--', '')],
    ['a part without headers', boundary('--X', '', 'b', '--X--', '')],
    ['a header of 100 kB', boundary('--X', `A: ${'a'.repeat(100_000)}`, '', 'b', '--X--', '')],
    ['a good part, then a bad one', `${operationsPart}${boundary('--X', 'AAAA', '', '', '--X--', '')}`],
  ])('%s', async (_what, body) => {
    const answer = await post(gateway, body, { ...signed(), 'content-type': 'multipart/form-data; boundary=X' });
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(await ann.gets('{ viewer { id } }')).toBeTruthy();
  });
});
