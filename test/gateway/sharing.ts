import { typeId } from '../../src/platform/ids.ts';
import type { TestPerson } from './people.ts';
import { write } from './records.ts';

export interface SeenShare {
  id: string;
  number: number;
  owner: { id: string; name: string | null };
  viewer: { id: string; name: string | null };
  startDate: string | null;
  endDate: string | null;
  include: string[];
  notify: string[];
  description: string | null;
  createdAt: string;
  updatedAt: string;
  endedAt: string | null;
  endedBy: string | null;
}

export const shareFields = `id number owner { id name } viewer { id name } startDate endDate include notify description
  createdAt updatedAt endedAt endedBy`;

export const personId = (who: { id: string }): string => typeId('Person', who.id);

/** One shares with another, at once. */
export async function share(owner: TestPerson, viewer: { id: string }, terms: object = {}): Promise<SeenShare> {
  const input = { viewerId: personId(viewer), ...terms };
  const made = await write<{ share: SeenShare }>(owner, 'createShare', input, `share { ${shareFields} }`);
  return made.share;
}

export async function revoke(owner: TestPerson, { id }: { id: string }): Promise<SeenShare> {
  const ended = await write<{ share: SeenShare }>(owner, 'revokeShare', { id }, `share { ${shareFields} }`);
  return ended.share;
}

export interface SeenInvitation {
  id: string;
  owner: { id: string; name: string | null };
  email: string | null;
  include: string[];
  createdAt: string;
  expiresAt: string;
}

export const invitationFields =
  'id owner { id name } email startDate endDate include notify description createdAt expiresAt';

/** One offers to share with whoever has an e-mail address. */
export async function invite(owner: TestPerson, email: string, terms: object = {}): Promise<SeenInvitation> {
  const input = { viewerEmail: email, ...terms };
  const selection = `invitation { ${invitationFields} }`;
  return (await write<{ invitation: SeenInvitation }>(owner, 'createShare', input, selection)).invitation;
}

/** The shares on one side, as one sees them. */
export async function shares(
  who: TestPerson,
  side: 'sharesGiven' | 'sharesReceived',
  args = '',
  selection = shareFields,
): Promise<SeenShare[]> {
  const { viewer } = await who.gets<{ viewer: Record<string, { edges: { node: SeenShare }[] }> }>(
    `{ viewer { ${side}${args} { edges { node { ${selection} } } } } }`,
  );
  return viewer[side]?.edges.map(({ node }) => node) ?? [];
}

export interface SeenDashboard {
  id: string;
  owner: { id: string; name: string | null };
  customName: string;
  iconColor: string;
  sharedSince: string;
  groups: { id: string; name: string }[];
}

/** The dashboards of those who share with someone. */
export async function dashboards(who: TestPerson, args = ''): Promise<SeenDashboard[]> {
  const { viewer } = await who.gets<{ viewer: { dashboards: { edges: { node: SeenDashboard }[] } } }>(
    `{ viewer { dashboards${args} { edges { node { id owner { id name } customName iconColor sharedSince groups { id name } } } } } }`,
  );
  return viewer.dashboards.edges.map(({ node }) => node);
}

/** The only dashboard of someone. */
export async function onlyDashboard(who: TestPerson): Promise<SeenDashboard> {
  const [dashboard, ...others] = await dashboards(who);
  if (!dashboard || others.length > 0) throw new Error(`There are ${others.length + (dashboard ? 1 : 0)} dashboards.`);
  return dashboard;
}
