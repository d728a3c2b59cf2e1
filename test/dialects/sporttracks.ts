import { clientOf, person, type TestPerson } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { checkedClient, type CheckedClient, type Sent } from './checked-client.ts';

export const base = '/api/v2';

export type Workout = Readonly<Record<string, unknown>>;

export interface WorkoutList {
  size: string;
  items: Workout[];
  previous?: string;
  next?: string;
}

export interface Refused {
  error: { code: string; message: string };
}

type Caller = { token: string };
type Partner = Awaited<ReturnType<typeof clientOf>>;

/** A client of the SportTracks API, with what tests ask of it again and again. */
export interface SportTracks extends CheckedClient {
  /** A person, and a client that may do everything for them. */
  connected: (timezone?: string) => Promise<{ ann: TestPerson; partner: Partner }>;
  /** Adds a workout, which must succeed, and returns its id. */
  adds: (who: Caller, workout: object) => Promise<string>;
  /** Replaces one, which must succeed. */
  replaces: (who: Caller, id: string, workout: object) => Promise<void>;
  reads: (who: Caller, id: string) => Promise<Workout>;
  /** What is read of a workout without what the gateway adds: who it is of, and where it is. */
  readsBack: (who: Caller, id: string) => Promise<Workout>;
  lists: (who: Caller, query?: string) => Promise<WorkoutList>;
  /** Uploads a file, which must succeed, and returns the ids of its workouts. */
  uploads: (who: Caller, body: Sent, headers?: Record<string, string>) => Promise<string[]>;
}

export const idOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

export function sportTracks(gateway: TestGateway): SportTracks {
  const client = checkedClient(gateway, 'sporttracks', base);
  const must = <Body>(answer: { status: number; body: unknown }): Body => {
    if (answer.status !== 200) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  };
  const reads = async (who: Caller, id: string) => must<Workout>(await client.get(who, `/fitnessActivities/${id}`));
  return {
    ...client,
    reads,
    async connected(timezone = 'Europe/Berlin') {
      const ann = await person(gateway, { timezone });
      return { ann, partner: await clientOf(gateway, ann) };
    },
    async adds(who, workout) {
      const { uris } = must<{ uris: [string] }>(await client.post(who, '/fitnessActivities', workout));
      return idOf(uris[0]);
    },
    async replaces(who, id, workout) {
      must(await client.put(who, `/fitnessActivities/${id}`, workout));
    },
    async readsBack(who, id) {
      const { uri: _uri, activity: _activity, user_id: _user, ...rest } = await reads(who, id);
      return rest;
    },
    async lists(who, query = '') {
      return must<WorkoutList>(await client.get(who, `/fitnessActivities${query}`));
    },
    async uploads(who, body, headers) {
      const answer = await client.post(who, '/fileUpload', body, headers);
      const { fitnessActivities } = must<{ fitnessActivities: { size: number; uris: string[] } }>(answer);
      return fitnessActivities.uris.map(idOf);
    },
  };
}
