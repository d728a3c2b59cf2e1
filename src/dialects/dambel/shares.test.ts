import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { dambel, type Tracker } from '../../../test/dialects/dambel.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();
const api = dambel(gateway);

const forbidden = [403, { error: 'You do not have permission to perform this action' }];
const nothing = [404, { error: 'Not found' }];

describe('owner and viewer', () => {
  test('read the same of a share, one by one and in the list', async () => {
    const { ann, bob } = await api.couple();
    const share = await api.shares(ann, { viewer_user_id: bob.number, description: 'For Bob' });
    for (const who of [ann, bob]) {
      expect(await api.reads(who, share.id)).toEqual(share);
      expect(await api.lists(who)).toEqual({ data: [share], current_page: 1, per_page: 100, total: 1 });
    }
  });

  test('a second share for the same viewer is a second share', async () => {
    const { ann, bob } = await api.couple();
    const [first, second] = [
      await api.shares(ann, { viewer_user_id: bob.number }),
      await api.shares(ann, { viewer_user_id: bob.number }),
    ];
    expect(second.id).not.toBe(first.id);
    expect((await api.lists(bob)).data.map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  test('a name that nobody has given is an empty text', async () => {
    const { ann, bob } = await api.couple();
    await bob.gets('mutation { updateProfile(input: { name: null }) { user { id } } }');
    const { viewer_user: viewer } = await api.shares(ann, { viewer_user_id: bob.number });
    expect(viewer).toEqual({ id: bob.number, name: '' });
  });

  test('an app that may do no more shares, changes and ends for a person', async () => {
    const { ann, bob } = await api.couple();
    const app = await person(gateway, { scopes: ['shares:write'] });
    const share = await api.shares(app, { viewer_user_id: bob.number });
    expect(await api.changes(app, share.id, { description: 'x' })).toMatchObject({ description: 'x' });
    expect((await api.delete(app, `/shares/${share.id}`)).status).toBe(204);
    const partner = await clientOf(gateway, ann);
    expect(await api.shares(partner, { viewer_user_id: bob.number })).toMatchObject({ user_id: ann.number });
  });
});

describe('a PUT', () => {
  const shared = async () => {
    const { ann, bob } = await api.couple();
    const terms = { start_date: '2024-01-01', end_date: '2024-01-31', description: 'January', include_weight: false };
    return { ann, bob, share: await api.shares(ann, { viewer_user_id: bob.number, ...terms, notify_sleep: true }) };
  };

  test('of the owner changes what it names and leaves the rest', async () => {
    const { ann, bob, share } = await shared();
    const change = { end_date: null, include_weight: true, include_meal: false };
    // Another millisecond, so that it is seen when it was.
    await setTimeout(5);
    const after = await api.changes(ann, share.id, change);
    expect(after).toEqual({ ...share, ...change, updated_at: after.updated_at });
    expect(after.updated_at > share.updated_at).toBe(true);
    expect(await api.reads(bob, share.id)).toEqual(after);
    const cleared = { start_date: null, description: null };
    expect(await api.changes(ann, share.id, cleared)).toMatchObject({ ...change, ...cleared });
  });

  test('of the viewer changes what they are told of', async () => {
    const { bob, share } = await shared();
    const change = { notify_sleep: false, notify_workout: true };
    expect(await api.changes(bob, share.id, change)).toMatchObject({
      ...share,
      ...change,
      updated_at: expect.anything(),
    });
  });

  test('that says nothing, or what is stored, changes nothing, from either side', async () => {
    const { ann, bob, share } = await shared();
    for (const who of [ann, bob])
      for (const same of [{}, share, { unknown: 1, id: 5 }, { viewer_user_id: bob.number }])
        expect(await api.changes(who, share.id, same)).toEqual(share);
  });

  test('of a whole resource with one flag turned is taken from whoever may turn it', async () => {
    const { ann, bob, share } = await shared();
    const told = await api.changes(bob, share.id, { ...share, notify_meal: true });
    expect(told).toMatchObject({ notify_meal: true, notify_sleep: true });
    expect(await api.changes(ann, share.id, { ...told, include_water: false })).toMatchObject({
      include_water: false,
      notify_meal: true,
    });
  });

  test.each<['ann' | 'bob', object]>([
    ['bob', { start_date: null }],
    ['bob', { end_date: '2024-02-01' }],
    ['bob', { description: 'mine' }],
    ['bob', { description: null }],
    ['bob', { include_weight: true }],
    ['bob', { include_sleep: false, notify_meal: true }],
    ['ann', { notify_meal: true }],
    ['ann', { notify_sleep: false, include_sleep: false }],
  ])('of %s that changes %j is for the other side, and nothing is changed', async (side, change) => {
    const { ann, bob, share } = await shared();
    const { status, body } = await api.put({ ann, bob }[side], `/shares/${share.id}`, change);
    expect([status, body]).toEqual(forbidden);
    expect(await api.reads(ann, share.id)).toEqual(share);
  });

  test.each<[object, string]>([
    [{ end_date: '2024-01-01' }, 'end_date'],
    [{ end_date: '2023-12-31' }, 'end_date'],
    [{ start_date: '2024-01-31' }, 'end_date'],
    [{ start_date: '2024-02-01' }, 'end_date'],
    [{ start_date: '2024-03-01', end_date: '2024-03-01' }, 'end_date'],
    [{ end_date: '2024-02-30' }, 'end_date'],
    [{ viewer_user_id: 456 }, 'viewer_user_id'],
    [{ viewer_user_id: null }, 'viewer_user_id'],
    [{ include_meal: null }, 'include_meal'],
    [{ description: 'x'.repeat(2001) }, 'description'],
  ])('of %j is 422, and nothing is changed', async (change, field) => {
    const { ann, share } = await shared();
    const { status, body } = await api.put<{ errors: object }>(ann, `/shares/${share.id}`, change);
    expect([status, Object.keys(body.errors)]).toEqual([422, [field]]);
    expect(await api.reads(ann, share.id)).toEqual(share);
  });

  test('of two flags at the same moment turns both', async () => {
    const { ann, share } = await shared();
    for (let round = 0; round < 10; round += 1) {
      const flags = { include_meal: round % 2 === 0, include_water: round % 2 === 0, include_sleep: round % 2 === 0 };
      await Promise.all(Object.entries(flags).map(([flag, value]) => api.changes(ann, share.id, { [flag]: value })));
      expect(await api.reads(ann, share.id)).toMatchObject(flags);
    }
  });
});

describe('a share that ends', () => {
  test.each(['ann', 'bob'] as const)('by %s is gone for both, and cannot be ended again', async (side) => {
    const { ann, bob } = await api.couple();
    const share = await api.shares(ann, { viewer_user_id: bob.number });
    const stays = await api.shares(ann, { viewer_user_id: bob.number });
    const ending = await api.delete({ ann, bob }[side], `/shares/${share.id}`);
    expect([ending.status, ending.body]).toEqual([204, undefined]);
    for (const who of [ann, bob]) {
      const answers = [
        await api.get(who, `/shares/${share.id}`),
        await api.put(who, `/shares/${share.id}`, {}),
        await api.delete(who, `/shares/${share.id}`),
      ];
      expect(answers.map(({ status, body }) => [status, body])).toEqual([nothing, nothing, nothing]);
      expect(await api.lists(who)).toMatchObject({ data: [stays], total: 1 });
    }
  });

  test('is ended by clients that send a content type with everything', async () => {
    const { ann, bob } = await api.couple();
    const { id } = await api.shares(ann, { viewer_user_id: bob.number });
    const response = await fetch(`${gateway.url}/api/v1/tracker/shares/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${ann.token}`, 'content-type': 'application/json' },
    });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });
});

describe('the share of other people', () => {
  test('is as one that is not there, whatever one does with it', async () => {
    const { ann, bob } = await api.couple();
    const eve = await person(gateway);
    const { id } = await api.shares(ann, { viewer_user_id: bob.number });
    const outcome = async (number: number, probe: (path: string) => ReturnType<typeof api.get>) => {
      gateway.statements();
      const { status, body, headers } = await probe(`/shares/${number}`);
      const told = [...headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
      return { status, body, told, statements: gateway.statements() };
    };
    for (const probe of [
      (path: string) => api.get(eve, path),
      (path: string) => api.put(eve, path, {}),
      (path: string) =>
        api.put(eve, path, { viewer_user_id: bob.number, end_date: '2024-01-01', start_date: '2024-01-01' }),
      (path: string) => api.put(eve, path, { notify_meal: true }),
      (path: string) => api.delete(eve, path),
    ]) {
      const [theirs, nobodys] = [await outcome(id, probe), await outcome(999_999, probe)];
      expect(theirs).toEqual(nobodys);
      expect([theirs.status, theirs.body]).toEqual(nothing);
    }
    expect(await api.lists(eve)).toMatchObject({ data: [], total: 0 });
    expect((await api.reads(ann, id)).id).toBe(id);
  });

  test.each(['0', '-1', '1.5', '1e3', '01', '2147483648', '99999999999999999999', 'x', '%00', '%20', 'shr_1', '5;--'])(
    'what is no number in an address names nothing: %s',
    async (id) => {
      const { ann } = await api.couple();
      for (const answer of [
        await api.get(ann, `/shares/${id}`),
        await api.put(ann, `/shares/${id}`, {}),
        await api.delete(ann, `/shares/${id}`),
      ])
        expect([answer.status, answer.body]).toEqual(nothing);
    },
  );
});

describe('the list', () => {
  test('is walked as clients do, page by page until all are there, newest first and each once', async () => {
    const { ann, bob } = await api.couple();
    const made: number[] = [];
    for (let index = 0; index < 23; index += 1) {
      // On both sides, so that what is given and what is got are in one order.
      const [owner, viewer] = index % 3 === 0 ? [bob, ann] : [ann, bob];
      made.unshift((await api.shares(owner, { viewer_user_id: viewer.number })).id);
    }
    const seen: Tracker[] = [];
    for (let page = 1, total = Infinity; seen.length < total; page += 1) {
      const { data, ...about } = await api.lists(ann, `?page=${page}&per_page=5`);
      expect(about).toEqual({ current_page: page, per_page: 5, total: 23 });
      total = about.total;
      seen.push(...data);
    }
    expect(seen.map(({ id }) => id)).toEqual(made);
    expect(await api.lists(ann, '?page=6&per_page=5')).toEqual({ data: [], current_page: 6, per_page: 5, total: 23 });
  });

  test('has pages of a hundred, and never more', async () => {
    const { ann } = await api.couple();
    for (const query of ['', '?per_page=100', '?per_page=101', '?per_page=100000000', '?page=1000000&unknown=x'])
      expect(await api.lists(ann, query)).toMatchObject({ data: [], per_page: 100, total: 0 });
  });

  test.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=x',
    'page=',
    'page=1&page=2',
    'per_page=0',
    'per_page=all',
    'page=1000001',
  ])('?%s is 422 and names the parameter', async (query) => {
    const { ann } = await api.couple();
    const { status, body } = await api.get<{ errors: object }>(ann, `/shares?${query}`);
    expect([status, Object.keys(body.errors)]).toEqual([422, [query.split('=')[0]]]);
  });

  test('takes as many statements for many shares of many people as for one', async () => {
    const { ann, bob } = await api.couple();
    await api.shares(ann, { viewer_user_id: bob.number });
    const statementsOf = async () => {
      gateway.statements();
      const { total } = await api.lists(ann);
      return { total, statements: gateway.statements() };
    };
    const one = await statementsOf();
    for (let index = 0; index < 10; index += 1) {
      const other = await person(gateway);
      await api.shares(ann, { viewer_user_id: other.number });
      await api.shares(other, { viewer_user_id: ann.number });
    }
    const many = await statementsOf();
    expect([one.total, many.total]).toEqual([1, 21]);
    // The page, how many there are, and the people.
    expect([one.statements.length, many.statements.length]).toEqual([3, 3]);
  });
});
