import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { scopes } from '../../src/platform/scopes.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import { share } from '../gateway/sharing.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';

/** A notification, as the operation below asks for it. */
export interface Told {
  id: string;
  cursor: string;
  kind: string;
  category: string | null;
  owner: { name: string | null };
  record: { __typename: string; id: string } | null;
}

export interface Data {
  notificationAdded: Told;
}

/** An error in the words of GraphQL, in which every client hands it on. */
export interface Problem {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

export interface Hearing {
  next: (told: Told) => void;
  /** What the client reports, which ends the subscription. */
  failed: (problems: readonly Problem[]) => void;
}

/** A public client of GraphQL subscriptions, with someone's token. */
export interface LiveClient {
  /** @returns what ends the subscription */
  subscribe: (query: string, variables: Record<string, unknown>, hearing: Hearing) => () => void;
  dispose: () => void | Promise<void>;
}

const following = `subscription Follow($after: String) {
  notificationAdded(after: $after) { id cursor kind category owner { name } record { __typename id } }
}`;

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await sleep(10))
    if (Date.now() > end) throw new Error('It did not come.');
}

const sleeps = async (who: TestPerson, day: string): Promise<string> => {
  const input = { day, sleepSeconds: 25_200 };
  return (await write<{ sleepDay: { id: string } }>(who, 'recordSleepDay', input, 'sleepDay { id }')).sleepDay.id;
};

/** What every client must get from the gateway, by whatever protocol it speaks. */
export function testLiveClient(gateway: TestGateway, open: (token: string) => LiveClient): void {
  /** Follows until what it was told, or why it was refused, is there. */
  const follow = (client: LiveClient, after: string | null = null, query = following) => {
    const told: Told[] = [];
    const problems: Problem[] = [];
    const next = (notification: Told) => told.push(notification);
    const stop = client.subscribe(query, { after }, { next, failed: (found) => problems.push(...found) });
    return { told, problems, stop };
  };
  const isFollowed = () => gateway.live().followed > 0;
  const isLeft = () => gateway.live().followed === 0;

  test('is told of a share and of what is logged, and goes on after a cursor', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    const client = open(bob.token);
    const first = follow(client);
    await until(isFollowed);
    await share(ann, bob, { notify: ['SLEEP'] });
    const night = await sleeps(ann, '2026-01-16');
    await until(() => first.told.length === 2);
    expect(first.told.map(({ kind, category, owner, record }) => [kind, category, owner.name, record])).toEqual([
      ['SHARE_CREATED', null, 'Ann', null],
      ['LOGGED', 'SLEEP', 'Ann', { __typename: 'SleepDay', id: night }],
    ]);
    first.stop();
    await until(isLeft);
    await sleeps(ann, '2026-01-17');
    const again = follow(client, first.told[0]?.cursor);
    await until(() => again.told.length === 2);
    await sleeps(ann, '2026-01-18');
    await until(() => again.told.length === 3);
    expect(again.told[0]).toEqual(first.told[1]);
    expect([...first.problems, ...again.problems]).toEqual([]);
    await client.dispose();
    await until(isLeft);
    await until(() => gateway.live().connections === 0);
  });

  const refusals = [
    ['a wrong cursor', {}, { code: 'BAD_USER_INPUT', fields: { after: [expect.any(String)] } }, 'no cursor', following],
    [
      'a missing scope',
      { scopes: scopes.filter((scope) => scope !== 'notifications:read') },
      { code: 'FORBIDDEN' },
      null,
      following,
    ],
    ['an unknown field', {}, { code: 'BAD_USER_INPUT' }, null, 'subscription { notificationAdded { nothing } }'],
  ] as const;
  test.each(refusals)('hears why it is refused: %s', async (_what, wishes, extensions, after, query) => {
    const bob = await person(gateway, wishes);
    const client = open(bob.token);
    const refused = follow(client, after, query);
    await until(() => refused.problems.length > 0);
    // Some clients tell of it twice: with the answer, and as it ends.
    for (const { message, extensions: told } of refused.problems)
      expect([message, told]).toEqual([expect.any(String), extensions]);
    expect(refused.told).toEqual([]);
    expect(isLeft()).toBe(true);
    await client.dispose();
  });
}
