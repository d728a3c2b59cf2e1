import type { TestPerson } from './people.ts';
import type { TestGateway } from './test-gateway.ts';

/** A row of a viewer's log, as it is stored. */
export interface LogRow {
  number: number;
  kind: string;
  category: string | null;
  count: number;
  ownerId: string;
  shareId: string;
  recordType: string | null;
  recordId: string | null;
  localDate: string | null;
}

/** All that a viewer was ever told, in order, whether it is shared now or not. */
export async function logOf(gateway: TestGateway, { id }: { id: string }): Promise<LogRow[]> {
  const rows = await gateway.orm.em.fork().execute<LogRow[]>(
    `select number::int as number, kind, category, count, owner_id as "ownerId", share_id as "shareId", record_type as "recordType",
      record_id as "recordId", local_date as "localDate"
    from notifications where viewer_id = ? order by number`,
    [id],
  );
  return rows;
}

/** What a log says, in short: `SLEEP 1`, `SHARE_CREATED`. */
export const inShort = (rows: readonly Pick<LogRow, 'kind' | 'category' | 'count'>[]): string[] =>
  rows.map(({ kind, category, count }) => (kind === 'LOGGED' ? `${category} ${count}` : kind));

/** How many entries a viewer's counter says there are, and the numbers that they have. */
export async function numbersOf(
  gateway: TestGateway,
  { id }: { id: string },
): Promise<{ last: number; numbers: number[] }> {
  const [row] = await gateway.orm.em
    .fork()
    .execute<{ last: number }[]>('select last::int as last from notification_counters where viewer_id = ?', [id]);
  const rows = await gateway.orm.em
    .fork()
    .execute<{ number: number }[]>(
      'select number::int as number from notifications where viewer_id = ? order by number',
      [id],
    );
  return { last: row?.last ?? 0, numbers: rows.map(({ number }) => number) };
}

/** 1, 2, 3 … */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

export interface Listed {
  id: string;
  cursor: string;
  kind: string;
  category: string | null;
  count: number;
  owner: { id: string; name: string | null };
  occurredAt: string;
  readAt: string | null;
}

export const notificationFields = 'id cursor kind category count owner { id name } occurredAt readAt';

/** A viewer's list, newest first, as they see it. */
export async function notifications<Node = Listed>(
  who: TestPerson,
  args = '',
  selection = notificationFields,
): Promise<Node[]> {
  const { viewer } = await who.gets<{ viewer: { notifications: { edges: { node: Node }[] } } }>(
    `{ viewer { notifications${args} { edges { node { ${selection} } } } } }`,
  );
  return viewer.notifications.edges.map(({ node }) => node);
}
