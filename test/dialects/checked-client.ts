import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { TestGateway } from '../gateway/test-gateway.ts';
import {
  operationOf,
  readDocument,
  type DialectName,
  type DocumentedResponse,
  type OpenApiDocument,
} from './openapi-document.ts';

/** Text and bytes go as they are, a form as a form, all else as JSON. */
export type Sent = object | string | undefined;

export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  /** Of JSON what it says, of all else the bytes; `undefined` where the document promises nothing and nothing came. */
  body: Body;
}

type Caller = { token: string } | undefined;

/** A client of a dialect as a partner would write it, which holds every answer to the dialect's own OpenAPI document. */
export interface CheckedClient {
  get: <Body = unknown>(who: Caller, path: string) => Promise<Answer<Body>>;
  post: <Body = unknown>(
    who: Caller,
    path: string,
    body?: Sent,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  put: <Body = unknown>(
    who: Caller,
    path: string,
    body?: Sent,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  patch: <Body = unknown>(
    who: Caller,
    path: string,
    body?: Sent,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  delete: <Body = unknown>(
    who: Caller,
    path: string,
    body?: Sent,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
}

/**
 * @param base stands before every path
 * @throws Error when a status is not documented for its path and method, or an answer's type, body or a required header does not fit,
 * or when JSON was taken that does not fit what the document says of requests
 */
export function checkedClient(gateway: TestGateway, dialect: DialectName, base = ''): CheckedClient {
  let document: Promise<OpenApiDocument> | undefined;
  const check = documentCheck();

  async function send<Body>(
    method: string,
    who: Caller,
    path: string,
    { body, headers }: { body?: Sent; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> {
    document ??= readDocument(gateway.url, dialect);
    const url = new URL(gateway.url + base + path);
    const operation = operationOf(await document, method, url.pathname);
    const response = await fetch(url, {
      method,
      headers: { ...typeOf(body), ...headers, ...(who && { authorization: `Bearer ${who.token}` }) },
      ...(body !== undefined && { body: encoded(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const documented = operation.responses[response.status];
    const told = `${method} ${path} answers ${response.status} ${bytes.subarray(0, 500).toString()}`;
    if (!documented || response.status >= 500) throw new Error(`${told}, which is not documented`);
    try {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const isJson = new Headers({ ...typeOf(body), ...headers }).get('content-type')?.startsWith('application/json');
      if (response.ok && schema && body !== undefined && isJson) check.taken(schema, body);
      return {
        status: response.status,
        headers: response.headers,
        body: check.answered(documented, response, bytes) as Body,
      };
    } catch (error) {
      throw new Error(`${told}: ${(error as Error).message}`, { cause: error });
    }
  }

  return {
    get: (who, path) => send('GET', who, path),
    post: (who, path, body, headers = {}) => send('POST', who, path, { body, headers }),
    put: (who, path, body, headers = {}) => send('PUT', who, path, { body, headers }),
    patch: (who, path, body, headers = {}) => send('PATCH', who, path, { body, headers }),
    delete: (who, path, body, headers = {}) => send('DELETE', who, path, { body, headers }),
  };
}

function typeOf(body: Sent): Record<string, string> {
  if (body === undefined || body instanceof FormData || body instanceof Uint8Array) return {};
  return { 'content-type': 'application/json' };
}

function encoded(body: object | string): string | FormData | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string' || body instanceof FormData) return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

/** Makes the checks of a request's body, and of an answer's content type, headers and body; schemas are compiled once. */
function documentCheck() {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  const compiled = new Map<object, ValidateFunction>();
  const holdTo = (schema: object, value: unknown, what: string) => {
    const validator = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validator);
    if (!validator(value)) throw new Error(`${what}: ${ajv.errorsText(validator.errors)}`);
  };
  return {
    taken: (schema: object, body: object | string) =>
      holdTo(schema, JSON.parse(typeof body === 'string' ? body : JSON.stringify(body)), 'the request'),
    answered({ content = {}, headers = {} }: DocumentedResponse, response: Response, bytes: Buffer): unknown {
      const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
      if (bytes.length === 0 && Object.keys(content).length === 0) return undefined;
      const schema = content[type]?.schema;
      if (!schema) throw new Error(`the content type ${type} is not documented`);
      for (const [name, { required }] of Object.entries(headers))
        if (required && !response.headers.has(name)) throw new Error(`the header ${name} is missing`);
      if (type !== 'application/json') return bytes;
      const body: unknown = JSON.parse(bytes.toString());
      holdTo(schema, body, 'the body');
      return body;
    },
  };
}
