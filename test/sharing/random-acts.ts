import { typeId } from '../../src/platform/ids.ts';
import type { TestPerson } from '../gateway/people.ts';
import type { Sight, Terms } from './model.ts';
import { dates, type Act } from './random-world.ts';

interface ModelShare extends Terms {
  owner: number;
  viewer: number;
  id: string;
  isLive: boolean;
}

const dateOf = (place: number | null): string | null => (place === null ? null : (dates[place] ?? null));

/** Dates the right way round. */
const between = ({ from, to }: { from: number | null; to: number | null }) => {
  const [first, last] = from !== null && to !== null && from > to ? [to, from] : [from, to];
  return { startDate: dateOf(first), endDate: dateOf(last) };
};

/** Lets everything happen, and tells what everyone may see then by the rules alone. */
export async function happen(
  owners: readonly TestPerson[],
  viewers: readonly TestPerson[],
  acts: readonly Act[],
): Promise<(viewer: number, owner: number) => Sight> {
  const shares: ModelShare[] = [];
  const blocked = new Set<string>();
  const ends = (given: { owner: number; viewer: number }) => {
    for (const share of shares) if (share.owner === given.owner && share.viewer === given.viewer) share.isLive = false;
  };
  for (const act of acts) {
    if (act.act === 'share') {
      const [owner, viewer] = [owners[act.owner] as TestPerson, viewers[act.viewer] as TestPerson];
      const terms = { include: act.include, ...between(act) };
      const { data } = await owner.ask<{ createShare: { share: { id: string } } }>(
        'mutation ($input: CreateShareInput!) { createShare(input: $input) { share { id } } }',
        { input: { viewerId: typeId('User', viewer.id), ...terms } },
      );
      const isBlocked = blocked.has(`${act.owner} ${act.viewer}`);
      if (isBlocked !== (data === null)) throw new Error('who is blocked cannot share, and everyone else can');
      if (data)
        shares.push({ ...terms, owner: act.owner, viewer: act.viewer, id: data.createShare.share.id, isLive: true });
    } else if (act.act === 'update' || act.act === 'revoke') {
      const share = shares[act.share % Math.max(shares.length, 1)];
      if (!share?.isLive) continue;
      const owner = owners[share.owner] as TestPerson;
      if (act.act === 'revoke') {
        await owner.gets('mutation ($id: ID!) { revokeShare(input: { id: $id }) { share { id } } }', { id: share.id });
        share.isLive = false;
      } else {
        const terms = { include: act.include, ...between(act) };
        const input = { id: share.id, ...terms };
        await owner.gets('mutation ($input: UpdateShareInput!) { updateShare(input: $input) { share { id } } }', {
          input,
        });
        Object.assign(share, terms);
      }
    } else await endsWith(act, owners, viewers, { ends, blocked });
  }
  return (viewer, owner) => ({
    isOwner: false,
    shares: shares.filter((share) => share.isLive && share.viewer === viewer && share.owner === owner),
  });
}

interface Known {
  ends: (given: { owner: number; viewer: number }) => void;
  blocked: Set<string>;
}

/** What a viewer does to have no more of an owner, or to have them again. */
async function endsWith(
  act: Extract<Act, { act: 'leave' | 'block' | 'unblock' }>,
  owners: readonly TestPerson[],
  viewers: readonly TestPerson[],
  { ends, blocked }: Known,
): Promise<void> {
  const [owner, viewer] = [owners[act.owner] as TestPerson, viewers[act.viewer] as TestPerson];
  const personId = typeId('Person', owner.id);
  const pair = `${act.owner} ${act.viewer}`;
  if (act.act === 'leave') {
    const { viewer: seen } = await viewer.gets<{
      viewer: { dashboards: { edges: { node: { id: string; owner: { id: string } } }[] } };
    }>('{ viewer { dashboards { edges { node { id owner { id } } } } } }');
    const id = seen.dashboards.edges.find(({ node }) => node.owner.id === personId)?.node.id;
    if (!id) return;
    await viewer.gets('mutation ($id: ID!) { leaveDashboard(input: { dashboardId: $id }) { deletedId } }', { id });
    ends(act);
  } else {
    const field = act.act === 'block' ? 'blockPerson' : 'unblockPerson';
    await viewer.gets(`mutation ($id: ID!) { ${field}(input: { personId: $id }) { personId } }`, { id: personId });
    if (act.act === 'block') {
      blocked.add(pair);
      ends(act);
    } else blocked.delete(pair);
  }
}
