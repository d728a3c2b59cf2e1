import { setTimeout as sleep } from 'node:timers/promises';
import { sendGraphql } from './answers.ts';
import type { Chance } from './chance.ts';
import type { Processes } from './cluster/processes.ts';
import { named } from './record-doors.ts';
import type { FoundShare } from './share-doors.ts';

/** Reads of whichever process answers, again until one does. */
export type Read = <Data>(token: string, query: string, variables?: object) => Promise<Data>;

export const readAnywhere =
  ({ urls }: Processes, chance: Chance): Read =>
  async <Data>(token: string, query: string, variables: object = {}): Promise<Data> => {
    for (const end = Date.now() + 60_000; ; await sleep(50)) {
      const answer = await sendGraphql<Data>(chance.one(urls), token, { json: { query, variables } });
      if (answer.is === 'ACKNOWLEDGED') return answer.body;
      if (Date.now() > end) throw new Error('No process answers.');
    }
  };

interface Page<Node> {
  edges: { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Every page of a list, by the field of a query that takes the cursor as `$after`. */
async function wholeList<Node>(
  read: Read,
  token: string,
  query: string,
  pageOf: (data: never) => Page<Node>,
): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const page: Page<Node> = pageOf((await read(token, query, { after })) as never);
    nodes.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

const listQuery = (before: string, list: string, args: string, selection: string, after: string) =>
  `query ($after: String) { ${before} ${list}(first: 200, after: $after${args}) {
    edges { node { ${selection} } } pageInfo { hasNextPage endCursor } } ${after}`;

/** The ids of a viewer's notifications as they are listed, the oldest first. */
export async function listedIds(read: Read, token: string): Promise<string[]> {
  const nodes = await wholeList<{ id: string }>(
    read,
    token,
    listQuery('viewer {', 'notifications', '', 'id', '} }'),
    ({ viewer }: { viewer: { notifications: Page<{ id: string }> } }) => viewer.notifications,
  );
  return nodes.map(({ id }) => id).toReversed();
}

interface Stored {
  __typename: string;
  id: string;
  at: string;
}

/** All records of an owner: what the test calls them, by their ids. */
export async function storedRecords(read: Read, token: string): Promise<Map<string, string>> {
  const lists: [string, string][] = [
    ['activities', 'at: startedAt'],
    ['bodyMetrics', 'at: measuredAt'],
    ['journal', 'at: occurredAt'],
    ['sleepDays', 'at: day'],
  ];
  const records = new Map<string, string>();
  for (const [list, at] of lists) {
    const query = listQuery('viewer { health {', list, '', `__typename id ${at}`, '} } }');
    const pageOf = ({ viewer }: { viewer: { health: Record<string, Page<Stored>> } }) =>
      viewer.health[list] as Page<Stored>;
    for (const record of await wholeList<Stored>(read, token, query, pageOf))
      records.set(record.id, named(record.__typename, list === 'sleepDays' ? record.at : new Date(record.at)));
  }
  return records;
}

/** The shares that an owner gives, or gave. */
export const givenShares = (read: Read, token: string, isOver = false): Promise<FoundShare[]> =>
  wholeList<FoundShare>(
    read,
    token,
    listQuery('viewer {', 'sharesGiven', `, ended: ${isOver}`, 'id number description include startDate', '} }'),
    ({ viewer }: { viewer: { sharesGiven: Page<FoundShare> } }) => viewer.sharesGiven,
  );
