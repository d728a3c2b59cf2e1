import { typeId } from '../../src/platform/ids.ts';
import { categories, type Category } from '../../src/sharing/categories.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { personWith } from '../scopes/world.ts';
import type { Sight, Terms } from './model.ts';
import { firstDay, lastDay } from './world.ts';

/** Everyone who may try to read someone's data. */
export const roles = [
  'OWNER',
  ...categories,
  'ALL',
  'NONE',
  'FORMER',
  'LEFT',
  'BLOCKED',
  'STRANGER',
  'ADMIN',
  'ANONYMOUS',
] as const;

export type Role = (typeof roles)[number];

export interface Reader {
  role: Role;
  /** `null`: no token. */
  who: TestPerson | null;
  sight: Sight;
  /** The dashboard of the owner, that there is or was. */
  dashboardId: string | null;
}

const isCategory = (role: string): role is Category => (categories as readonly string[]).includes(role);

const includedFor = (role: Role): readonly Category[] | null => {
  if (isCategory(role)) return [role];
  if (role === 'NONE') return [];
  return role === 'ALL' || role === 'FORMER' || role === 'LEFT' || role === 'BLOCKED' ? categories : null;
};

const nothing: Sight = { isOwner: false, shares: [] };

/** Makes the reader of a role, with whatever has to have happened before. */
export async function makeReader(gateway: TestGateway, owner: TestPerson, role: Role): Promise<Reader> {
  if (role === 'OWNER') return { role, who: owner, sight: { isOwner: true, shares: [] }, dashboardId: null };
  if (role === 'ANONYMOUS') return { role, who: null, sight: nothing, dashboardId: null };
  if (role === 'ADMIN')
    return { role, who: await personWith(gateway, 'Root', true), sight: nothing, dashboardId: null };
  const who = await person(gateway, { name: role });
  const include = includedFor(role);
  if (!include) return { role, who, sight: nothing, dashboardId: null };
  const terms: Terms = { include, startDate: firstDay, endDate: lastDay };
  const { share } = await write<{ share: { id: string } }>(
    owner,
    'createShare',
    { viewerId: typeId('User', who.id), ...terms },
    'share { id }',
  );
  const dashboardId = await dashboardOf(who);
  if (role === 'FORMER') await write(owner, 'revokeShare', { id: share.id }, 'share { id }');
  if (role === 'LEFT') await write(who, 'leaveDashboard', { dashboardId }, 'deletedId');
  if (role === 'BLOCKED') await write(who, 'blockPerson', { personId: typeId('Person', owner.id) }, 'personId');
  const isLive = isCategory(role) || role === 'ALL' || role === 'NONE';
  return { role, who, dashboardId, sight: isLive ? { isOwner: false, shares: [terms] } : nothing };
}

export async function dashboardOf(who: TestPerson): Promise<string> {
  const { viewer } = await who.gets<{ viewer: { dashboards: { edges: { node: { id: string } }[] } } }>(
    '{ viewer { dashboards(first: 1) { edges { node { id } } } } }',
  );
  return viewer.dashboards.edges[0]?.node.id ?? '';
}
