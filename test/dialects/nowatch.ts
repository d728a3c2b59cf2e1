import { typeId } from '../../src/platform/ids.ts';
import { createShare } from '../../src/sharing/create-share.ts';
import { clientOf, person, type TestPerson } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { checkedClient, type CheckedClient } from './checked-client.ts';

export const base = '/v1/shared';

export interface Shared {
  fromId: string;
  fromEmail: string;
  toId: string;
  toEmail: string;
  sharedSince: string;
  created: string;
  lastUpdated: string;
  customName: string;
  iconColor: string;
  customProfilePicture: string;
  groupIds: string[];
  lastSyncAt?: string;
}

export interface Group {
  id: string;
  userId: string;
  name: string;
  created: string;
  lastUpdated: string;
  userIds: string[];
  users: Shared[];
}

type Caller = { token: string };

/** A client of the NOWATCH API, with what tests ask of it again and again. */
export interface Nowatch extends CheckedClient {
  /** Someone, and an app that may do everything for them. */
  viewer: (name?: string) => Promise<TestPerson & { app: Caller }>;
  /** Someone who shares all that is shared by default with a viewer, and their `fromId`. */
  sharesWith: (viewer: TestPerson, name?: string) => Promise<TestPerson & { fromId: string }>;
  lists: (who: Caller) => Promise<Shared[]>;
  groups: (who: Caller) => Promise<Group[]>;
  /** Makes a group, which must succeed, and returns its id. */
  makesGroup: (who: Caller, name: string) => Promise<string>;
}

export const fromIdOf = ({ id }: { id: string }): string => typeId('Person', id);

export function nowatch(gateway: TestGateway): Nowatch {
  const client = checkedClient(gateway, 'nowatch', base);
  const must = <Body>(answer: { status: number; body: unknown }): Body => {
    if (answer.status >= 300) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  };
  const groups = async (who: Caller) => must<Group[]>(await client.get(who, '/groups'));
  return {
    ...client,
    groups,
    async viewer(name = 'Vic') {
      const viewer = await person(gateway, { name });
      return { ...viewer, app: await clientOf(gateway, viewer) };
    },
    async sharesWith(viewer, name = 'Ann') {
      const owner = await person(gateway, { name });
      await createShare(await gateway.signedIn(owner.token), { viewerId: viewer.id });
      return { ...owner, fromId: fromIdOf(owner) };
    },
    async lists(who) {
      return must<Shared[]>(await client.get(who, ''));
    },
    async makesGroup(who, name) {
      must(await client.post(who, '/groups', { name }));
      return (await groups(who)).at(-1)?.id ?? '';
    },
  };
}
