import { addClient } from '../../src/accounts/clients.service.ts';
import { allowApp } from '../../src/accounts/connected-apps.service.ts';
import { issueToken } from '../../src/accounts/tokens.service.ts';
import { addUser } from '../../src/accounts/users.service.ts';
import { typeId } from '../../src/platform/ids.ts';
import { scopes, type Scope } from '../../src/platform/scopes.ts';
import { requests, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { fit } from '../graphql/form.ts';
import { shareWith, type Sharing } from './sharing.ts';

export const password = 'correct horse battery';
export const day = '2026-01-16';
export const moment = `${day}T07:00:00+01:00`;

export const run = { sport: 'running', title: 'Run', startedAt: moment, durationSeconds: 1800 };
export const weight = { measuredAt: moment, weightKilograms: 70 };
export const steps = { metric: 'STEPS', device: 'Watch', samples: [{ startedAt: moment, value: 12 }] };
export const meal = { occurredAt: moment, name: 'Porridge' };
export const supplement = { occurredAt: moment, name: 'Vitamin D' };
export const wakeup = { occurredAt: moment };
export const water = { occurredAt: moment, volumeMilliliters: 300 };

/** Someone who may do everything and has one of everything, an administrator. */
export interface World {
  gateway: TestGateway;
  owner: TestPerson;
  /** What goes on between the owner and others. */
  sharing: Sharing;
  /** A client that the owner connected. */
  clientId: string;
  /** An id of each kind of node, all of them the owner's own. */
  ids: Record<string, string>;
  /** A token of the owner. */
  tokenWith: (granted: readonly Scope[]) => Promise<string>;
  /** A token of the owner with all scopes but this one, always the same. */
  tokenWithout: (scope: Scope) => string;
  /** Writes as the owner, and returns the id of the record that the payload has under this name. */
  writes: (mutation: string, input: object, record: string) => Promise<string>;
  /** Connects the client anew. */
  connects: () => Promise<void>;
  /** A token of the owner that nobody uses. */
  spareTokenId: () => Promise<string>;
  /** What the database holds, table by table, but for when a token was last used. */
  stored: () => Promise<unknown>;
}

export async function personWith(gateway: TestGateway, name: string, isAdmin: boolean): Promise<TestPerson> {
  const em = gateway.orm.em.fork();
  const draft = { email: `${name}@scopes.example`, name, timezone: 'Europe/Berlin', password, isAdmin };
  const user = await addUser(em, draft, new Date());
  const { token } = await issueToken(em, user.id, { scopes: [...scopes], lifetimeSeconds: 3600 }, new Date());
  return { ...user, token, ...requests(gateway, token) };
}

export async function makeWorld(gateway: TestGateway): Promise<World> {
  const owner = await personWith(gateway, 'Ann', true);
  const issue = (granted: readonly Scope[]) =>
    issueToken(gateway.orm.em.fork(), owner.id, { scopes: [...granted], lifetimeSeconds: 3600 }, new Date());
  const lacking = new Map<Scope, string>();
  // One for each set of scopes: a person may have 100.
  const granting = new Map<string, Promise<{ token: string }>>();
  for (const scope of scopes) lacking.set(scope, (await issue(scopes.filter((other) => other !== scope))).token);

  const client = { name: 'Tracker', scopes: ['profile:read' as const], redirectUris: ['https://tracker.example/back'] };
  const { clientId, uid } = await addClient(gateway.orm.em.fork(), client, new Date());
  const connects = () => allowApp(gateway.orm.em.fork(), owner.id, clientId, ['profile:read'], new Date());
  const spareTokenId = async () => typeId('AccessToken', (await issue(['notifications:read'])).id);
  const writes = async (mutation: string, input: object, record: string): Promise<string> =>
    (await write<Record<string, { id: string }>>(owner, mutation, input, `${record} { id }`))[record]?.id ?? '';

  await connects();
  await owner.gets('mutation { updateProfile(input: { image: "https://pictures.example/ann.png" }) { user { id } } }');
  await write(owner, 'addSamples', steps, 'accepted');
  const uploaded = await owner.uploads(fit);
  const sharing = await shareWith(
    owner,
    await personWith(gateway, 'Carl', false),
    await personWith(gateway, 'Eve', false),
  );
  const ids = {
    User: typeId('User', owner.id),
    Person: typeId('Person', owner.id),
    OAuthClient: typeId('OAuthClient', uid),
    AccessToken: await spareTokenId(),
    Activity: uploaded.data?.uploadActivityFile.activities[0]?.id ?? '',
    SleepDay: await writes('recordSleepDay', { day, sleepSeconds: 25_200 }, 'sleepDay'),
    WellnessDay: await writes('recordWellnessDay', { day, steps: 9000 }, 'wellnessDay'),
    NutritionDay: await writes('recordNutritionDay', { day, proteinGrams: 90 }, 'nutritionDay'),
    BodyMetric: await writes('recordBodyMetric', weight, 'bodyMetric'),
    Wakeup: await writes('logWakeup', wakeup, 'wakeup'),
    Meal: await writes('logMeal', meal, 'meal'),
    Supplement: await writes('logSupplement', supplement, 'supplement'),
    Water: await writes('logWater', water, 'water'),
    ...sharing.ids,
  };
  return {
    gateway,
    owner,
    sharing,
    clientId,
    ids,
    async tokenWith(granted) {
      const known = granting.get(granted.join()) ?? issue(granted);
      granting.set(granted.join(), known);
      return (await known).token;
    },
    tokenWithout: (scope) => lacking.get(scope) as string,
    writes,
    connects,
    spareTokenId,
    stored: await storedIn(gateway),
  };
}

/** Makes the reader of how many rows each table has and what they hold. */
async function storedIn(gateway: TestGateway): Promise<() => Promise<unknown>> {
  const tables = await gateway.orm.em
    .fork()
    .execute<{ name: string }[]>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, count(*)::int as rows,
      md5(coalesce(string_agg(row::text, '' order by row::text), '')) as content
      from (select to_jsonb(t) - 'last_used_at' as row from "${name}" t) rows`,
  );
  return () => gateway.orm.em.fork().execute(parts.join(' union all '));
}
