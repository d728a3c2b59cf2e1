import { clientOf, person, type TestPerson } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { checkedClient, type CheckedClient } from './checked-client.ts';

export const base = '/api/external/v1';

export type Item = Readonly<Record<string, unknown>>;

export interface Pagination {
  page: number;
  perPage: number;
  prevPage: number | null;
  nextPage: number | null;
  hasNextPage: boolean;
}

export interface Page {
  items: Item[];
  pagination: Pagination;
}

export interface Refused {
  error: string;
  errorCode: string;
  hint: string;
  details?: {
    validation: { formErrors: string[]; fieldErrors: Record<string, string[]> };
    issues: { message: string; path: (string | number)[] }[];
    receivedKeys: string[];
    allowedKeys: string[];
    missingFields: string[];
  };
}

export type Partner = Awaited<ReturnType<typeof clientOf>>;

/** A partner's client of the Train it All API, with what tests ask of it again and again. */
export interface TrainItAll extends CheckedClient {
  /** A person, and a partner that may do everything for them. */
  connected: () => Promise<{ ann: TestPerson; partner: Partner }>;
  /** Makes or changes a record, which must succeed, and returns its id. */
  writes: (who: { token: string }, path: string, body: object) => Promise<string>;
  /** The newest records of a list, without further pages. */
  lists: (who: { token: string }, path: string) => Promise<Item[]>;
  /** The fields that a request is refused for. */
  refusedFields: (who: { token: string }, path: string, body: object) => Promise<string[]>;
}

export function trainItAll(gateway: TestGateway): TrainItAll {
  const client = checkedClient(gateway, 'train-it-all', base);
  return {
    ...client,
    async connected() {
      const ann = await person(gateway);
      return { ann, partner: await clientOf(gateway, ann) };
    },
    async writes(who, path, body) {
      const answer = await client.post<{ id: string }>(who, path, body);
      if (answer.status >= 300) throw new Error(`${path} was refused: ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
    async lists(who, path) {
      const { body } = await client.get<Page>(who, `${path}?per_page=200`);
      return body.items;
    },
    async refusedFields(who, path, body) {
      const answer = await client.post<Refused>(who, path, body);
      if (answer.status !== 400) throw new Error(`${path} answered ${answer.status}`);
      return Object.keys(answer.body.details?.validation.fieldErrors ?? {});
    },
  };
}
