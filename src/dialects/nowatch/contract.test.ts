import { beforeAll, describe, expect, test } from 'vitest';
import {
  documentedOperations,
  group,
  sharedEntity,
  type DocumentedAnswer,
} from '../../../test/dialects/documented-nowatch.ts';
import { misfits } from '../../../test/dialects/field-types.ts';
import { nowatch, type Group, type Shared } from '../../../test/dialects/nowatch.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { halves } from '../../files/testing/made-up-picture.ts';

const png = await halves().png().toBuffer();

const gateway = useGateway();
const api = nowatch(gateway);

type Viewer = Awaited<ReturnType<typeof api.viewer>>;
let vic: Viewer;
let ann: Awaited<ReturnType<typeof api.sharesWith>>;
let groupId = '';

beforeAll(async () => {
  vic = await api.viewer();
  ann = await api.sharesWith(vic);
});

/** Sends a request with nothing of this repository between it and the gateway. */
async function send(method: string, path: string, body?: FormData | object) {
  const isForm = body instanceof FormData;
  const response = await fetch(gateway.url + path, {
    method,
    headers: {
      authorization: `Bearer ${vic.app.token}`,
      ...(body && !isForm && { 'content-type': 'application/json' }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

/** An example request with what only its vendor could say replaced. */
const filled = (request: Readonly<Record<string, string>>) => ({
  ...request,
  ...('userId' in request && { userId: ann.fromId }),
});

const formOf = ({ userId = '' }: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  form.append('userId', userId);
  form.append('file', new Blob([new Uint8Array(png)]), 'ann.png');
  return form;
};

/** What an answer has that the document does not tell, and the other way round. */
function misfitsOf(answer: DocumentedAnswer, text: string): string[] {
  if (answer === 'nothing') return text === '' ? [] : [text];
  const body: unknown = JSON.parse(text);
  if (answer === 'success') return text === '{"status":"success"}' ? [] : [text];
  if (answer === 'string') return typeof body === 'string' && body.startsWith('http://') ? [] : [text];
  const isList = 'list' in answer;
  const fields = isList ? answer.list : answer.object;
  const objects = isList ? (body as Record<string, unknown>[]) : [body as Record<string, unknown>];
  if (!Array.isArray(objects) || objects.length !== 1) return [text];
  return objects.flatMap((object) => [
    ...misfits(object, fields),
    ...Object.keys(object).filter((name) => !Object.hasOwn(fields, name)),
  ]);
}

describe('each operation of the document takes its example, and answers what is documented:', () => {
  const rows = documentedOperations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

  test.each(rows)('%s', async (name, { method, path, request, isForm, status, answer }) => {
    // A group needs a name, of which the document says nothing.
    const sent = request && { ...filled(request), ...(/groups$|groupId\}$/.test(path) && { name: 'Favorite People' }) };
    const given = await send(method, path.replace('{groupId}', groupId), isForm && sent ? formOf(sent) : sent);
    expect({ ...given, misfits: misfitsOf(answer, given.text) }).toEqual({
      status,
      type: answer === 'nothing' ? null : 'application/json; charset=utf-8',
      text: expect.any(String),
      misfits: [],
    });
    if (name === 'POST /v1/shared/groups') groupId = (await api.groups(vic.app))[0]?.id ?? '';
  });
});

test('the document has these operations, and the gateway no other', async () => {
  const response = await fetch(`${gateway.url}/nowatch/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const documented = documentedOperations.map(({ method, path }) => `${method} ${path}`);
  expect(documented).toHaveLength(11);
  expect(served.sort()).toEqual(documented.sort());
});

test.each([
  // The document does not show the fields of a CreateGroupDto.
  [400, 'Bad Request', (fields: string[]) => fields.length === 0],
  [404, 'Not Found', (fields: string[]) => fields.length > 0],
])(
  'the examples as they stand, with the vendor’s ids or without a name, are %i %s',
  async (statusCode, error, isIt) => {
    for (const { method, path, request, isForm } of documentedOperations) {
      if (!request || isForm || !isIt(Object.keys(request))) continue;
      const { status, text } = await send(method, path, request);
      expect([method, path, status, JSON.parse(text)]).toEqual([
        method,
        path,
        statusCode,
        { statusCode, message: expect.stringMatching(/./), error },
      ]);
    }
  },
);

test('every field has its type where all is set and where nothing is, in lists and in groups', async () => {
  const viewer = await api.viewer();
  const [full, plain] = [await api.sharesWith(viewer, 'Full'), await api.sharesWith(viewer, 'Plain')];
  const family = await api.makesGroup(viewer.app, 'Family');
  await api.post(viewer.app, '/custom', { userId: full.fromId, customName: 'Mum', iconColor: '#d97706' });
  await api.post(viewer.app, '/custom/profile-picture', formOf({ userId: full.fromId }));
  for (const { fromId } of [full, plain]) await api.post(viewer.app, `/groups/${family}/members`, { userId: fromId });

  const told: Shared[] = await api.lists(viewer.app);
  const [made, ...others] = (await api.groups(viewer.app)) as [Group];
  expect(others).toEqual([]);
  expect(misfits({ ...made }, group)).toEqual([]);
  expect(Object.keys(made).sort()).toEqual(Object.keys(group).sort());
  expect([told.length, made.users.length]).toEqual([2, 2]);
  for (const entity of [...told, ...made.users]) {
    expect(misfits({ ...entity }, sharedEntity)).toEqual([]);
    expect(Object.keys(sharedEntity)).toEqual(expect.arrayContaining(Object.keys(entity)));
    expect(entity).toMatchObject({ toId: expect.stringMatching(/^per_/), toEmail: viewer.email, groupIds: [family] });
  }
  expect(told.map(({ fromId, fromEmail, customName }) => [fromId, fromEmail, customName])).toEqual([
    [plain.fromId, plain.email, 'Plain'],
    [full.fromId, full.email, 'Mum'],
  ]);
});
