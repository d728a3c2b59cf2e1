import { typeId } from '../../src/platform/ids.ts';
import { send, sendGraphql, type Answer } from './answers.ts';
import type { Someone } from './people.ts';
import type { Terms } from './rules.ts';

/** What can be shared and told of, in the order of the documents. */
export const categories = ['WAKEUP', 'WEIGHT', 'WATER', 'SLEEP', 'SUPPLEMENT', 'MEAL', 'WORKOUT'] as const;

/** A share as its owner finds it; the description is what the test calls it. */
export interface FoundShare {
  id: string;
  number: number;
  description: string;
  include: string[];
  startDate: string | null;
}

/** A door by which an owner gives shares. */
export interface ShareDoor {
  give: (url: string, token: string, share: string, viewer: Someone, terms: Terms) => Promise<Answer>;
  change: (
    url: string,
    token: string,
    found: FoundShare,
    terms: Pick<Terms, 'include' | 'startDate'>,
  ) => Promise<Answer>;
  revoke: (url: string, token: string, found: FoundShare) => Promise<Answer>;
}

const mutates = (url: string, token: string, mutation: string, input: object): Promise<Answer> => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { share { id } } }`;
  return sendGraphql(url, token, { json: { query, variables: { input } } });
};

export const graphqlShares: ShareDoor = {
  give: (url, token, share, viewer, terms) =>
    mutates(url, token, 'createShare', { viewerId: typeId('Person', viewer.id), description: share, ...terms }),
  change: (url, token, { id }, terms) => mutates(url, token, 'updateShare', { id, ...terms }),
  revoke: (url, token, { id }) => mutates(url, token, 'revokeShare', { id }),
};

const dambel = '/api/v1/tracker/shares';
const flags = (prefix: string, chosen: readonly string[]) =>
  Object.fromEntries(categories.map((category) => [`${prefix}_${category.toLowerCase()}`, chosen.includes(category)]));

export const dambelShares: ShareDoor = {
  give: (url, token, share, viewer, { include, notify, startDate, endDate }) =>
    send(url, token, {
      path: dambel,
      json: {
        viewer_user_id: viewer.number,
        start_date: startDate,
        end_date: endDate,
        description: share,
        ...flags('include', include),
        ...flags('notify', notify),
      },
    }),
  change: (url, token, { number }, { include, startDate }) =>
    send(url, token, {
      method: 'PUT',
      path: `${dambel}/${number}`,
      json: { start_date: startDate, ...flags('include', include) },
    }),
  revoke: (url, token, { number }) => send(url, token, { method: 'DELETE', path: `${dambel}/${number}` }),
};
