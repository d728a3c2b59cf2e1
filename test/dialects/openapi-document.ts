/** As much of an OpenAPI 3.1 document as the tests read. */
export interface OpenApiDocument {
  openapi: string;
  components: { securitySchemes: { oauth2: { flows: { authorizationCode: { scopes: Record<string, string> } } } } };
  paths: Record<string, Record<string, Operation>>;
}

export interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string }[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, DocumentedResponse>;
}

export interface DocumentedResponse {
  description: string;
  headers?: Record<string, { required?: boolean; schema?: object }>;
  content?: Record<string, { schema?: object }>;
}

export const dialects = ['train-it-all', 'samples', 'sporttracks', 'dambel', 'nowatch'] as const;
export type DialectName = (typeof dialects)[number];

export async function readDocument(url: string, dialect: DialectName): Promise<OpenApiDocument> {
  const response = await fetch(`${url}/${dialect}/openapi.json`);
  return (await response.json()) as OpenApiDocument;
}

/** The operation that answers a request. @throws Error when the document has none */
export function operationOf({ paths }: OpenApiDocument, method: string, pathname: string): Operation {
  const exact = paths[pathname]?.[method.toLowerCase()];
  if (exact) return exact;
  for (const [template, operations] of Object.entries(paths)) {
    const pattern = new RegExp(`^${template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const operation = operations[method.toLowerCase()];
    if (operation && pattern.test(pathname)) return operation;
  }
  throw new Error(`${method} ${pathname} is not in the document`);
}
