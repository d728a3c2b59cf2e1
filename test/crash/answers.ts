/** What someone who writes knows of it afterwards. */
export type Answer<Body = unknown> =
  | { is: 'ACKNOWLEDGED'; body: Body }
  /** It may or may not have been done. */
  | { is: 'UNKNOWN' }
  /** Nobody was there to take it. */
  | { is: 'NOT_SENT' };

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  json?: unknown;
  form?: FormData;
  /** Cuts the connection while it is under way. */
  cut?: AbortSignal;
}

/** No request may hang; the gateway gives up on a statement after half a minute. */
const longestMs = 90_000;

/**
 * Sends a request to a gateway that may be killed at any moment.
 * @throws Error when it is refused, which no crash is a reason for
 */
export async function send<Body>(url: string, token: string, request: Request): Promise<Answer<Body>> {
  const { method = 'POST', path, json, form, cut } = request;
  const tooLong = AbortSignal.timeout(longestMs);
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'apollo-require-preflight': '1',
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(form && { body: form }),
      signal: cut ? AbortSignal.any([cut, tooLong]) : tooLong,
    });
    const text = await response.text();
    if (response.status >= 500) return { is: 'UNKNOWN' };
    if (response.status >= 400) throw new Refused(`${method} ${path} answered ${response.status} ${text}`);
    return { is: 'ACKNOWLEDGED', body: (text ? JSON.parse(text) : undefined) as Body };
  } catch (error) {
    if (error instanceof Refused || tooLong.aborted) throw error;
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    return { is: code === 'ECONNREFUSED' ? 'NOT_SENT' : 'UNKNOWN' };
  }
}

class Refused extends Error {
  override readonly name = 'Refused';
}

interface GraphqlBody<Data> {
  data?: Data | null;
  errors?: { message: string; extensions: { code: string } }[];
}

/** As `send`, for GraphQL, where an error comes with status 200. */
export async function sendGraphql<Data>(
  url: string,
  token: string,
  request: Omit<Request, 'path' | 'method'>,
): Promise<Answer<Data>> {
  const answer = await send<GraphqlBody<Data>>(url, token, { ...request, path: '/graphql' });
  if (answer.is !== 'ACKNOWLEDGED') return answer;
  const { data, errors } = answer.body;
  if (errors?.every(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR')) return { is: 'UNKNOWN' };
  if (errors || !data) throw new Refused(JSON.stringify([request.json, errors]));
  return { is: 'ACKNOWLEDGED', body: data };
}
