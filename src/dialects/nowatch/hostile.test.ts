import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hostileBodies, hostileFields, hostileTypes, withField } from '../../../test/dialects/hostile.ts';
import { nowatch, type Nowatch } from '../../../test/dialects/nowatch.ts';
import { rowsIn } from '../../../test/dialects/rows.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });
const api = nowatch(gateway);

let vic: Awaited<ReturnType<typeof api.viewer>>;
/** Whom every request is about, and another who stays. */
let [ann, bob, family] = ['', '', ''];
beforeAll(async () => {
  vic = await api.viewer();
  ({ fromId: ann } = await api.sharesWith(vic));
  ({ fromId: bob } = await api.sharesWith(vic, 'Bob'));
  family = await api.makesGroup(vic.app, 'Family');
  await api.post(vic.app, `/groups/${family}/members`, { userId: bob });
});

interface Target {
  method: keyof Pick<Nowatch, 'post' | 'patch' | 'delete'>;
  path: () => string;
  /** A request that would be taken. */
  body: () => object;
}

const aboutAnn = () => ({ userId: ann });
const targets: Record<string, Target> = {
  'POST /custom': {
    method: 'post',
    path: () => '/custom',
    body: () => ({ userId: ann, customName: 'Mum', iconColor: 'red' }),
  },
  'DELETE /custom/profile-picture': { method: 'delete', path: () => '/custom/profile-picture', body: aboutAnn },
  'POST /groups': { method: 'post', path: () => '/groups', body: () => ({ name: 'Friends' }) },
  'PATCH /groups/{groupId}': { method: 'patch', path: () => `/groups/${family}`, body: () => ({ name: 'Family' }) },
  'POST /groups/{groupId}/members': { method: 'post', path: () => `/groups/${family}/members`, body: aboutAnn },
  'DELETE /groups/{groupId}/members': { method: 'delete', path: () => `/groups/${family}/members`, body: aboutAnn },
  // The last one: afterwards Ann shares no more.
  'DELETE /': { method: 'delete', path: () => '', body: aboutAnn },
};

const rows = Object.entries(targets);

/** That an answer's status and body are documented, the client checks. */
const send = async ({ method, path }: Target, body: string, type?: string): Promise<number> =>
  (await api[method](vic.app, path(), body, type === undefined ? {} : { 'content-type': type })).status;

describe.each(rows)('%s', (_, target) => {
  test('bodies that are no request are refused, and nothing is stored', async () => {
    const before = await rowsIn(gateway);
    for (const [what, text] of Object.entries(hostileBodies))
      expect({ what, status: await send(target, text) }).toEqual({ what, status: 400 });
    expect(await rowsIn(gateway)).toEqual(before);
  });

  test('contents of other types are refused, and nothing is stored', async () => {
    const before = await rowsIn(gateway);
    for (const type of hostileTypes)
      expect({ type, status: await send(target, JSON.stringify(target.body()), type) }).toEqual({
        type,
        status: expect.toBeOneOf([400, 415]),
      });
    expect(await rowsIn(gateway)).toEqual(before);
  });

  test('each field may be anything: what is refused is refused as documented, and not stored', async () => {
    let before = await rowsIn(gateway);
    for (const name of [...Object.keys(target.body()), 'unknown'])
      for (const [what, json] of Object.entries(hostileFields)) {
        const status = await send(target, withField(target.body(), name, json));
        const after = await rowsIn(gateway);
        expect({ name, what, status, rows: status < 400 ? before : after }).toEqual({
          name,
          what,
          status,
          rows: before,
        });
        before = after;
      }
  });

  test('any JSON at all is answered as documented', async () => {
    const anyKey = fc.constantFrom('userId', 'name', 'customName', 'iconColor', '__proto__', 'constructor', '');
    const values = fc.jsonValue({ stringUnit: 'binary' });
    const bodies = fc.oneof(
      fc.json({ stringUnit: 'binary' }),
      fc.dictionary(anyKey, values).map((given) => JSON.stringify({ ...target.body(), ...given })),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (text) => {
        expect(await send(target, text)).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});

test('a list shows whatever was stored, and the other person is untouched', async () => {
  const listed = await api.lists(vic.app);
  expect(listed).toEqual([expect.objectContaining({ fromId: bob, customName: 'Bob', groupIds: [family] })]);
  const [first] = await api.groups(vic.app);
  expect(first).toMatchObject({ id: family, userIds: [bob] });
});

test('parameters that nobody asked for change nothing', async () => {
  const plain = await api.lists(vic.app);
  for (const query of ['?page=-1', '?__proto__[x]=1', '?limit=%00', '?fromId=%ff', `?x=${'y'.repeat(5000)}`])
    expect((await api.get(vic.app, query)).body).toEqual(plain);
});

test('ids in addresses may be anything', async () => {
  for (const id of ['..', '%2e%2e', '%2F', '%00', '%ff', '%', '__proto__', "'--", 'é', '🏃', 'x'.repeat(5000)]) {
    const response = await fetch(`${gateway.url}/v1/shared/groups/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${vic.app.token}` },
    });
    const body = (await response.json()) as object;
    expect({ id, body }).toEqual({ id, body: expect.objectContaining({ statusCode: response.status }) });
    expect(response.status).toBeOneOf([400, 404]);
  }
});
