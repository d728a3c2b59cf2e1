import { beforeAll, describe, expect, test } from 'vitest';
import { fromIdOf, nowatch, type Nowatch } from '../../../test/dialects/nowatch.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import { clientOf, person, type TestPerson } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { newId, typeId } from '../../platform/ids.ts';
import { scopes } from '../../platform/scopes.ts';
import { blockPerson } from '../../sharing/blocks.ts';
import { createShare } from '../../sharing/create-share.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });
const api = nowatch(gateway);

let vic: Awaited<ReturnType<typeof api.viewer>>;
let ann: Awaited<ReturnType<typeof api.sharesWith>>;
let family = '';
beforeAll(async () => {
  vic = await api.viewer();
  ann = await api.sharesWith(vic);
  family = await api.makesGroup(vic.app, 'Family');
  await api.post(vic.app, `/groups/${family}/members`, { userId: ann.fromId });
});

interface Answer {
  status: number;
  body: unknown;
}

type Act = (client: Nowatch, who: { token: string }, userId: unknown, groupId: string) => Promise<Answer>;

/** Whatever is about a person. */
const personActs: [string, Act][] = [
  ['leaving', (client, who, userId) => client.delete(who, '', { userId })],
  ['arranging', (client, who, userId) => client.post(who, '/custom', { userId, customName: 'x', iconColor: 'red' })],
  ['deleting a picture', (client, who, userId) => client.delete(who, '/custom/profile-picture', { userId })],
  ['adding', (client, who, userId, group) => client.post(who, `/groups/${group}/members`, { userId })],
  ['removing', (client, who, userId, group) => client.delete(who, `/groups/${group}/members`, { userId })],
];

/** Whatever is about a group. */
const groupActs: [string, Act][] = [
  ['renaming', (client, who, _, group) => client.patch(who, `/groups/${group}`, { name: 'Mine' })],
  ['deleting', (client, who, _, group) => client.delete(who, `/groups/${group}`)],
  ...personActs.slice(3),
];

const said = (statusCode: number, error: string) => ({
  status: statusCode,
  body: { statusCode, message: expect.stringMatching(/./), error },
});
const notFound = said(404, 'Not Found');
const badRequest = (words: string) => ({
  status: 400,
  body: { statusCode: 400, message: expect.stringContaining(words), error: 'Bad Request' },
});

/** What an act is answered that may change neither what is stored nor what the people of this file see. */
async function refusalOf(act: Promise<Answer>): Promise<Answer> {
  const before = JSON.stringify([await rowsIn(gateway), await api.lists(vic.app), await api.groups(vic.app)]);
  const { status, body } = await act;
  const after = JSON.stringify([await rowsIn(gateway), await api.lists(vic.app), await api.groups(vic.app)]);
  if (after !== before) throw new Error(`${status} ${JSON.stringify(body)}, and it changed ${before} to ${after}`);
  return { status, body };
}

describe('someone who does not share with the viewer is not found:', () => {
  const strangers: [string, () => Promise<string> | string][] = [
    ['nobody at all', () => typeId('Person', newId())],
    ['oneself', () => fromIdOf(vic)],
    ['someone who shares with another', async () => (await api.sharesWith(await person(gateway))).fromId],
    [
      'someone with whom one shares',
      async () => {
        const zoe = await person(gateway);
        await createShare(await gateway.signedIn(vic.token), { viewerId: zoe.id });
        return fromIdOf(zoe);
      },
    ],
    [
      'someone whom one left',
      async () => {
        const { fromId } = await api.sharesWith(vic);
        await api.delete(vic.app, '', { userId: fromId });
        return fromId;
      },
    ],
    [
      'someone whom one blocked',
      async () => {
        const { id, fromId } = await api.sharesWith(vic);
        await blockPerson(await gateway.signedIn(vic.token), id);
        return fromId;
      },
    ],
    ['an id of another kind', () => typeId('User', ann.id)],
    ['the id of a dashboard', async () => family],
    ['a bare UUID', () => ann.id],
    ['an id in capitals', () => ann.fromId.toUpperCase()],
    ['an id with more after it', () => `${ann.fromId}0`],
    [
      'the vendor’s own',
      () => 'uid_42de8e6bedc4c4520572e33cad742387FNzK76rO/6weZ7SdXmntf/IKcuWal2Nca++pLMMTIu3QJHrDYDsQ0xJ9NrpntWz5',
    ],
    ['a blank', () => ' '],
    ['NUL', () => 'per_\u0000'],
  ];
  test.each(strangers)('%s', async (_, who) => {
    const userId = await who();
    for (const [, act] of personActs) expect(await refusalOf(act(api, vic.app, userId, family))).toEqual(notFound);
  });
});

describe('a userId that is missing, empty or no text is named:', () => {
  test.each([[undefined], [''], [null], [5], [true], [['x']], [{ id: 'x' }]])('%j', async (userId) => {
    for (const [, act] of personActs)
      expect(await refusalOf(act(api, vic.app, userId, family))).toEqual(badRequest('userId'));
  });
});

describe('groups of others are not found, nor is what is no group:', () => {
  let eve: TestPerson;
  let token: { token: string };
  beforeAll(async () => {
    eve = await person(gateway, { name: 'Eve' });
    token = await clientOf(gateway, eve);
    await createShare(await gateway.signedIn(ann.token), { viewerId: eve.id });
  });

  test.each(groupActs)('%s', async (_, act) => {
    expect(await refusalOf(act(api, token, ann.fromId, family))).toEqual(notFound);
    for (const id of [
      typeId('DashboardGroup', newId()),
      typeId('Person', ann.id),
      ann.id,
      'x',
      '%00',
      '%ff',
      'grp_',
      'x'.repeat(5000),
    ])
      expect(await refusalOf(act(api, vic.app, ann.fromId, id))).toEqual(notFound);
  });
});

describe('a name of a group', () => {
  test.each([[undefined], [null], [5], [''], ['  '], ['x'.repeat(101)], ['a\u0000'], ['\ud83d'], [{}]])(
    '%j is refused, and named',
    async (name) => {
      expect(await refusalOf(api.post(vic.app, '/groups', { name }))).toEqual(badRequest('name'));
      expect(await refusalOf(api.patch(vic.app, `/groups/${family}`, { name }))).toEqual(badRequest('name'));
    },
  );
});

describe('a name or a colour of a person', () => {
  const good = { customName: 'Mum', iconColor: 'red' };
  test.each([
    ['customName', undefined],
    ['customName', null],
    ['customName', 5],
    ['customName', ' '],
    ['customName', 'x'.repeat(101)],
    ['customName', 'a\u0000'],
    ['iconColor', undefined],
    ['iconColor', null],
    ['iconColor', 5],
    ['iconColor', 'x'.repeat(33)],
    ['iconColor', 'red;background:url(x)'],
    ['iconColor', '"><script>'],
  ])('%s %j is refused, and named', async (field, value) => {
    const body = { userId: ann.fromId, ...good, [field]: value };
    expect(await refusalOf(api.post(vic.app, '/custom', body))).toEqual(badRequest(field));
  });

  test('several mistakes are told at once', async () => {
    expect(await refusalOf(api.post(vic.app, '/custom', {}))).toEqual({
      status: 400,
      body: {
        statusCode: 400,
        message: 'userId must be text; customName must be text; iconColor must be text',
        error: 'Bad Request',
      },
    });
  });
});

test('a group too many is refused', async () => {
  const zoe = await api.viewer('Zoe');
  for (let made = 0; made < 100; made += 1) await api.post(zoe.app, '/groups', { name: `Group ${made}` });
  expect(await refusalOf(api.post(zoe.app, '/groups', { name: 'One more' }))).toEqual(badRequest('100'));
  expect(await api.groups(zoe.app)).toHaveLength(100);
});

describe('a DELETE', () => {
  test('needs the body that the document has', async () => {
    for (const path of ['', '/custom/profile-picture', `/groups/${family}/members`])
      expect(await refusalOf(api.delete(vic.app, path))).toEqual(badRequest('JSON object'));
  });

  test('of a group takes none, whatever content type it names', async () => {
    for (const [body, type] of [
      ['', 'application/json'],
      ['{', 'application/json'],
      ['x', 'text/plain'],
    ] as const) {
      const id = await api.makesGroup(vic.app, 'Short');
      expect(await api.delete(vic.app, `/groups/${id}`, body, { 'content-type': type })).toMatchObject({ status: 200 });
    }
  });
});

describe('who may not is told so, in the words of the API', () => {
  test('without a token, or with one that nobody issued', async () => {
    for (const who of [undefined, { token: 'vg_pt_nobody' }])
      expect(await api.get(who, '')).toMatchObject(said(401, 'Unauthorized'));
  });

  test('reading needs shares:read, the rest shares:write, and arranging both, since it answers as the list does', async () => {
    const without = (scope: string) => scopes.filter((one) => one !== scope);
    const noRead = await person(gateway, { scopes: without('shares:read') });
    const noWrite = await person(gateway, { scopes: without('shares:write') });
    for (const path of ['', '/groups']) {
      expect(await api.get(noRead, path)).toMatchObject(said(403, 'Forbidden'));
      expect(await api.get(noWrite, path)).toMatchObject({ status: 200, body: [] });
    }
    await createShare(await gateway.signedIn(ann.token), { viewerId: noRead.id });
    for (const [, act] of personActs.slice(1))
      expect(await act(api, noWrite, ann.fromId, family)).toMatchObject(said(403, 'Forbidden'));
    for (const [name, act] of personActs.slice(1, 3)) {
      const expected = name === 'arranging' ? said(403, 'Forbidden') : { status: 200 };
      expect(await act(api, noRead, ann.fromId, family)).toMatchObject(expected);
    }
    expect(await api.post(noRead, '/groups', { name: 'Mine' })).toMatchObject({ status: 201, body: undefined });
    expect(await api.delete(noRead, '', { userId: ann.fromId })).toMatchObject({ status: 200 });
  });
});

describe('HTTP itself is refused in the words of the API:', () => {
  test('broken JSON, another content type, four megabytes', async () => {
    expect(await refusalOf(api.post(vic.app, '/groups', '{'))).toEqual(badRequest(''));
    expect(await refusalOf(api.post(vic.app, '/groups', 'name=x', { 'content-type': 'text/plain' }))).toEqual(
      said(415, 'Unsupported Media Type'),
    );
    expect(await refusalOf(api.post(vic.app, '/groups', ' '.repeat(5_000_000)))).toEqual(
      said(413, 'Payload Too Large'),
    );
  });

  test('an address that there is not', async () => {
    for (const [method, path] of [
      ['GET', '/v1/measurement'],
      ['PUT', '/v1/shared'],
      ['GET', '/v1/shared/'],
    ] as const) {
      const response = await fetch(gateway.url + path, {
        method,
        headers: { authorization: `Bearer ${vic.app.token}` },
      });
      expect({ status: response.status, body: await response.json() }).toEqual(notFound);
    }
  });
});
