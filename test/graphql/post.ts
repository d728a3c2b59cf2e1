import { request as openRequest, type ClientRequest } from 'node:http';
import type { GraphqlAnswer } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';

export interface HttpAnswer extends GraphqlAnswer {
  status: number;
  headers: Headers;
  /** How long the body is, in characters. */
  length: number;
}

/** Sends a body to /graphql as it is, JSON unless a header says otherwise; what is no text is turned into JSON. */
export async function post(
  gateway: TestGateway,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { ...(!isForm && { 'content-type': 'application/json' }), ...headers },
    body: isForm || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as GraphqlAnswer;
  return { ...answer, status: response.status, headers: response.headers, length: text.length };
}

/** A request whose body the test writes piece by piece. */
export const openPost = (gateway: TestGateway, headers: Record<string, string>): ClientRequest =>
  openRequest(`${gateway.url}/graphql`, { method: 'POST', headers });

/** The answer to an opened request, whether or not its body was sent to the end. */
export const answerTo = (request: ClientRequest): Promise<{ status: number; body: GraphqlAnswer }> =>
  new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as GraphqlAnswer }));
    });
  });
