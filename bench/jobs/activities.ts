import type * as idsModule from '../../src/platform/ids.ts';
import { built } from '../built.ts';
import { tokenOf } from '../data/shape.ts';
import type { Sent } from '../load.ts';

const { parseTypeId } = await built<typeof idsModule>('platform/ids.js');

/** The eight fields of an activity that the jobs read. */
export const fields = 'title sport startedAt localDate durationSeconds distanceMeters load';

interface Told {
  id?: string;
  rowId?: string;
  title: string;
  sport: string;
  startedAt: string;
  localDate: string;
  durationSeconds: number;
  distanceMeters: number | null;
  load: number | null;
}

/** Ids and instants are written differently by each; all else has to be the same to the letter. */
export const plainActivity = ({
  id,
  rowId,
  title,
  sport,
  startedAt,
  localDate,
  durationSeconds,
  distanceMeters,
  load,
}: Told) => ({
  id: rowId ?? parseTypeId(id ?? '')?.id ?? id,
  title,
  sport,
  startedAt: new Date(startedAt).toISOString(),
  localDate,
  durationSeconds,
  distanceMeters,
  load,
});

export interface Connection<Node = Told> {
  edges: { node: Node }[];
}

export const plainConnection = ({ edges }: Connection) => edges.map(({ node }) => plainActivity(node));

export const plainNodes = ({ nodes }: { nodes: Told[] }) => nodes.map(plainActivity);

/** A GraphQL query as someone of the data set. */
export const query = (person: number, text: string, variables: object = {}): Sent => ({
  method: 'POST',
  path: '/graphql',
  headers: { authorization: `Bearer ${tokenOf(person)}`, 'content-type': 'application/json' },
  body: JSON.stringify({ query: text, variables }),
});

export const get = (person: number, path: string): Sent => ({
  method: 'GET',
  path,
  headers: { authorization: `Bearer ${tokenOf(person)}` },
});

/** What an answer of GraphQL holds. @throws Error when there are errors in it */
export function dataOf<Data>(answer: string): Data {
  const { data, errors } = JSON.parse(answer) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export type { Told };
