import { addClient } from '../../src/accounts/clients.service.ts';
import { issueToken } from '../../src/accounts/tokens.service.ts';
import { addUser, type User } from '../../src/accounts/users.service.ts';
import { closeOrm, openOrm } from '../../src/platform/database/orm.ts';
import { scopes } from '../../src/platform/scopes.ts';
import { entities } from '../../src/server/entities.ts';

export interface Someone extends User {
  token: string;
}

export interface People {
  owners: Someone[];
  viewers: Someone[];
}

/** People with tokens of a partner that may do everything for them; their clocks show UTC. */
export async function makePeople(databaseUrl: string, owners: number, viewers: number): Promise<People> {
  const orm = await openOrm(databaseUrl, entities, 8);
  const now = new Date();
  const granted = scopes.filter((scope) => scope !== 'account:manage');
  try {
    const { clientId } = await addClient(
      orm.em.fork(),
      { name: 'Partner', scopes: granted, redirectUris: ['https://partner.example/back'], isPublic: true },
      now,
    );
    const make = async (name: string): Promise<Someone> => {
      const em = orm.em.fork();
      const draft = { email: `${name}@crash.example`, name, timezone: 'Etc/UTC', password: 'correct horse battery' };
      const user = await addUser(em, draft, now);
      const { token } = await issueToken(em, user.id, { scopes: granted, lifetimeSeconds: 86_400, clientId }, now);
      return { ...user, token };
    };
    const several = (count: number, name: string) =>
      Promise.all(Array.from({ length: count }, (_, index) => make(`${name}-${index}`)));
    return { owners: await several(owners, 'owner'), viewers: await several(viewers, 'viewer') };
  } finally {
    await closeOrm(orm);
  }
}
