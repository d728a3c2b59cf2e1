import type { GraphqlAnswer } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import type { Reader } from './viewers.ts';

export interface Answer {
  status: number;
  body: unknown;
}

/** Someone's way through every door: whatever is answered is kept, to be searched. */
export interface Doors {
  /** Of the owner's `HealthData` as the reader has it; `null`: they have none. */
  health: <Data>(selection: string, more?: string) => Promise<{ health: Data | null; codes: Record<string, string> }>;
  graphql: <Data>(query: string, variables?: object) => Promise<GraphqlAnswer<Data>>;
  get: (path: string) => Promise<Answer>;
  heard: { door: string; answer: unknown }[];
}

type Dashboards = { viewer: { dashboards: { edges: { node: { health: unknown } }[] } } } | null;
type Own = { viewer: { health: unknown } } | null;

export function doorsOf(gateway: TestGateway, { who, sight }: Pick<Reader, 'who' | 'sight'>, url = gateway.url): Doors {
  const headers: Record<string, string> = who ? { authorization: `Bearer ${who.token}` } : {};
  const heard: Doors['heard'] = [];

  const graphql: Doors['graphql'] = async <Data>(query: string, variables?: object) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as GraphqlAnswer<Data>;
    heard.push({ door: query, answer });
    return answer;
  };

  return {
    heard,
    graphql,
    async health<Data>(selection: string, more = '') {
      const query = sight.isOwner
        ? `{ viewer { health { ${selection} } } }`
        : `{ viewer { dashboards(first: 1) { edges { node { ${more} health { ${selection} } } } } } }`;
      const { data, errors } = await graphql<Dashboards & Own>(query);
      const found = sight.isOwner
        ? (data as Own)?.viewer.health
        : (data as Dashboards)?.viewer.dashboards?.edges[0]?.node.health;
      const codes = Object.fromEntries(
        (errors ?? []).map(({ path, extensions }) => [String(path?.at(-1) ?? ''), extensions.code]),
      );
      return { health: (found ?? null) as Data | null, codes };
    },
    async get(path) {
      const response = await fetch(`${url}${path}`, { headers });
      const bytes = Buffer.from(await response.arrayBuffer());
      const isJson = response.headers.get('content-type')?.includes('json');
      const body: unknown = isJson ? JSON.parse(bytes.toString()) : bytes;
      const said = [...response.headers].map(([name, value]) => `${name}: ${value}`);
      heard.push({ door: `GET ${path}`, answer: [said, body] });
      return { status: response.status, body };
    },
  };
}
