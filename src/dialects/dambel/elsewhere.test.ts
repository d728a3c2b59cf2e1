import { expect, test } from 'vitest';
import { dambel, documentedDefaults, type Invalid } from '../../../test/dialects/dambel.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { blockPerson } from '../../sharing/blocks.ts';
import { notifiableCategories } from '../../sharing/categories.ts';
import { createShare } from '../../sharing/create-share.ts';
import { revokeShare } from '../../sharing/end-share.ts';
import { shareByNumber } from '../../sharing/share.read.ts';

const gateway = useGateway();
const api = dambel(gateway);

test('what is shared by name elsewhere is not told here, and a PUT keeps it', async () => {
  const { ann, bob } = await api.couple();
  const ctx = await gateway.signedIn(ann.token);
  const byName = ['HEART_RATE', 'STEPS', 'LOCATION', 'NOTES'] as const;
  const { number } = await createShare(ctx, { viewerId: bob.id, include: ['SLEEP', ...byName] });
  const noneBut = (tracker: string) =>
    Object.fromEntries(Object.keys(documentedDefaults).map((flag) => [flag, flag === `include_${tracker}`]));
  const share = await api.reads(bob, number);
  expect(share).toMatchObject(noneBut('sleep'));

  const stored = async () => (await shareByNumber(ctx, number)).include;
  await api.changes(ann, number, { include_meal: true, include_sleep: false });
  expect(await stored()).toEqual(['MEAL', ...byName]);
  await api.changes(ann, number, { ...share, ...documentedDefaults });
  expect(await stored()).toEqual([...notifiableCategories, ...byName]);
  await api.changes(ann, number, noneBut('nothing'));
  expect(await stored()).toEqual(byName);
  await api.changes(ann, number, { description: 'x' });
  expect(await stored()).toEqual(byName);
});

test('a share of one day, made elsewhere, is read here and stays when it is sent back', async () => {
  const { ann, bob } = await api.couple();
  const day = '2026-03-01';
  const ctx = await gateway.signedIn(ann.token);
  const { number } = await createShare(ctx, { viewerId: bob.id, startDate: day, endDate: day });
  const share = await api.reads(ann, number);
  expect(share).toMatchObject({ start_date: day, end_date: day });
  expect(await api.changes(ann, number, { ...share, description: 'A day' })).toMatchObject({ end_date: day });
  const { status, body } = await api.put<Invalid>(ann, `/shares/${number}`, { start_date: '2026-03-02' });
  expect([status, Object.keys(body.errors)]).toEqual([422, ['end_date']]);
});

test('what was ended elsewhere is gone here', async () => {
  const { ann, bob } = await api.couple();
  const { id } = await api.shares(ann, { viewer_user_id: bob.number });
  const ctx = await gateway.signedIn(ann.token);
  await revokeShare(ctx, (await shareByNumber(ctx, id)).id);
  expect((await api.get(bob, `/shares/${id}`)).status).toBe(404);
  expect(await api.lists(bob)).toMatchObject({ data: [], total: 0 });
});

test('someone who has blocked the owner is answered as nobody is', async () => {
  const { ann, bob } = await api.couple();
  await api.shares(ann, { viewer_user_id: bob.number });
  await blockPerson(await gateway.signedIn(bob.token), ann.id);
  expect((await api.lists(ann)).total).toBe(0);
  const outcome = async (viewer: number) => {
    gateway.statements();
    const { status, body } = await api.post(ann, '/shares', { viewer_user_id: viewer });
    return { status, body, statements: gateway.statements() };
  };
  const blocked = await outcome(bob.number);
  expect(blocked).toEqual(await outcome(5));
  expect(blocked.status).toBe(422);
});
