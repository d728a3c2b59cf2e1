import { person, type TestPerson } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { checkedClient, type CheckedClient } from './checked-client.ts';

export const base = '/api/v1/tracker';

/** The document's example request, but for the person whom it names. */
export const exampleRequest = {
  viewer_user_id: 456,
  start_date: '2024-01-01',
  end_date: '2024-01-31',
  description: 'January fitness tracking data',
  include_wakeup: true,
  include_weight: false,
  include_water: true,
  include_sleep: true,
  include_supplement: false,
  include_meal: true,
  include_workout: true,
};

/** The fourteen flags of the document with their defaults. */
export const documentedDefaults: Readonly<Record<string, boolean>> = Object.fromEntries(
  ['wakeup', 'weight', 'water', 'sleep', 'supplement', 'meal', 'workout'].flatMap((tracker) => [
    [`include_${tracker}`, true],
    [`notify_${tracker}`, false],
  ]),
);

export type Tracker = Readonly<Record<string, unknown>> & { id: number; created_at: string; updated_at: string };

export interface TrackerPage {
  data: Tracker[];
  current_page: number;
  per_page: number;
  total: number;
}

export interface Invalid {
  message: string;
  errors: Record<string, string[]>;
}

type Caller = { token: string };

/** A client of the Dambel API, with what tests ask of it again and again. */
export interface Dambel extends CheckedClient {
  /** Two people who may do everything. */
  couple: () => Promise<{ ann: TestPerson; bob: TestPerson }>;
  /** Shares, which must succeed. */
  shares: (who: Caller, body: object) => Promise<Tracker>;
  /** Changes a share, which must succeed. */
  changes: (who: Caller, id: number, body: object) => Promise<Tracker>;
  reads: (who: Caller, id: number) => Promise<Tracker>;
  lists: (who: Caller, query?: string) => Promise<TrackerPage>;
}

export function dambel(gateway: TestGateway): Dambel {
  const client = checkedClient(gateway, 'dambel', base);
  const must = <Body>(answer: { status: number; body: unknown }): Body => {
    if (answer.status !== 200) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  };
  const one = (answer: { status: number; body: unknown }) => must<{ data: Tracker }>(answer).data;
  return {
    ...client,
    couple: async () => ({
      ann: await person(gateway, { name: 'Ann' }),
      bob: await person(gateway, { name: 'Bob' }),
    }),
    shares: async (who, body) => one(await client.post(who, '/shares', body)),
    changes: async (who, id, body) => one(await client.put(who, `/shares/${id}`, body)),
    reads: async (who, id) => one(await client.get(who, `/shares/${id}`)),
    lists: async (who, query = '') => must<TrackerPage>(await client.get(who, `/shares${query}`)),
  };
}
