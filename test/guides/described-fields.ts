import { fastify, type FastifyInstance } from 'fastify';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

export interface Operation {
  tags?: string[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** What a dialect's OpenAPI document says of it. It is made from the routes alone, so there need not be a gateway behind them. */
export async function operationsOf(
  name: string,
  routes: (app: FastifyInstance) => Promise<void>,
): Promise<Operation[]> {
  const app = fastify();
  await app.register((scope) => routes(scope));
  const answer = await app.inject(`/${name}/openapi.json`);
  await app.close();
  const { paths } = answer.json<{ paths: Record<string, Record<string, Operation>> }>();
  return Object.values(paths).flatMap((operations) => Object.values(operations));
}

/** The fields that clients send, and those that they get, of one resource. */
export interface DescribedFields {
  sent: Set<string>;
  got: Set<string>;
}

/**
 * The fields of a resource, which is a tag of the document.
 * @param list the property that holds the records, or the one, wherever there is such; what stands beside it is about the list
 */
export function describedFields(operations: readonly Operation[], tag: string, list: string): DescribedFields {
  const [sent, got] = [new Set<string>(), new Set<string>()];
  for (const { tags, requestBody, responses } of operations) {
    if (!tags?.includes(tag)) continue;
    for (const field of fieldsOf(requestBody, list)) sent.add(field);
    for (const [status, response] of Object.entries(responses))
      if (status.startsWith('2')) for (const field of fieldsOf(response, list)) got.add(field);
  }
  return { sent, got };
}

function fieldsOf(described: Content | undefined, list: string): string[] {
  return Object.values(described?.content ?? {}).flatMap(({ schema }) => {
    // A list may be the whole answer.
    const { properties = schema.items?.properties ?? {} } = schema;
    const within = properties[list]?.items ?? properties[list];
    return Object.keys(within?.properties ?? properties);
  });
}
