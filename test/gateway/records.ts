import type { TestPerson } from './people.ts';

const inputType = (mutation: string) => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;

/** Writes through a mutation that takes one input, and returns its payload. */
export async function write<Payload>(
  who: TestPerson,
  mutation: string,
  input: object,
  selection: string,
): Promise<Payload> {
  const data = await who.gets<Record<string, Payload>>(
    `mutation ($input: ${inputType(mutation)}) { ${mutation}(input: $input) { ${selection} } }`,
    { input },
  );
  return data[mutation] as Payload;
}

/** Why a mutation refuses an input, and which of its fields it names. */
export async function refused(
  who: TestPerson,
  mutation: string,
  input: object,
): Promise<{ code: string | undefined; fields: string[] }> {
  const { errors } = await who.ask(
    `mutation ($input: ${inputType(mutation)}) { ${mutation}(input: $input) { __typename } }`,
    { input },
  );
  return { code: errors?.[0]?.extensions.code, fields: Object.keys(errors?.[0]?.extensions.fields ?? {}) };
}

/** The records of a list of one's own health data. */
export async function list<Node>(who: TestPerson, name: string, selection: string, args = ''): Promise<Node[]> {
  const data = await who.gets<{ viewer: { health: Record<string, { edges: { node: Node }[] }> } }>(
    `{ viewer { health { ${name}${args} { edges { node { ${selection} } } } } } }`,
  );
  return data.viewer.health[name]?.edges.map(({ node }) => node) ?? [];
}

/** The days between two local dates, put together. */
export async function days<Day>(who: TestPerson, selection: string, from = '2026-01-16', to = from): Promise<Day[]> {
  const { viewer } = await who.gets<{ viewer: { health: { days: Day[] } } }>(
    `{ viewer { health { days(from: "${from}", to: "${to}") { ${selection} } } } }`,
  );
  return viewer.health.days;
}
