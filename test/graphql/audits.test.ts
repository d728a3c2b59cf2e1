import { serverAudits, type AuditResult } from 'graphql-http';
import { describe, expect, test } from 'vitest';
import { person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { post } from './post.ts';

const gateway = useGateway();

/** What the specification leaves open and this gateway does otherwise; docs/graphql-over-http.md says why. */
const deviations = {
  // A refused request is 400 also for clients that accept application/json.
  warn: ['572B', '7B9B', 'FDE2'],
  // A GET needs a header that makes browsers ask first.
  notice: ['5A70', '6A70', 'D6D5'],
};

test('the GraphQL-over-HTTP audit finds no errors, and only the deviations that are explained', async () => {
  const results: AuditResult[] = [];
  for (const audit of serverAudits({ url: `${gateway.url}/graphql`, fetchFn: fetch })) results.push(await audit.fn());
  const idsOf = (status: string) => results.filter((result) => result.status === status).map(({ id }) => id);
  expect(results.length).toBeGreaterThan(60);
  expect(idsOf('error')).toEqual([]);
  expect(idsOf('warn').sort()).toEqual(deviations.warn);
  expect(idsOf('notice').sort()).toEqual(deviations.notice);
});

describe('GET', () => {
  const get = (query: string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }) =>
    fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers });

  test('answers a query', async () => {
    const ann = await person(gateway);
    const authorization = `Bearer ${ann.token}`;
    const response = await get('{ viewer { name } }', { 'apollo-require-preflight': '1', authorization });
    expect(await response.json()).toEqual({ data: { viewer: { name: 'Ann' } } });
  });

  test('refuses a mutation with 405 and the method that would do', async () => {
    const response = await get('mutation { deleteActivity(input: { id: "a" }) { deletedId } }');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('refuses what any web page could send', async () => {
    expect((await get('{ __typename }', {})).status).toBe(400);
  });
});

describe('a body that is no GraphQL request is refused:', () => {
  test.each<[string, string, string, number]>([
    ['malformed JSON', '{"query":', 'application/json', 400],
    ['no body', '', 'application/json', 400],
    ['a number', '1', 'application/json', 400],
    ['no query', '{"variables":{}}', 'application/json', 400],
    ['variables as text', '{"query":"{__typename}","variables":"{}"}', 'application/json', 400],
    ['plain text', '{ __typename }', 'text/plain', 400],
    ['a form', 'query={__typename}', 'application/x-www-form-urlencoded', 415],
    ['an unknown type', '{ __typename }', 'application/graphql', 415],
    ['no type at all', '{"query":"{__typename}"}', '', 415],
  ])('%s', async (_what, body, type, expected) => {
    const { status, errors } = await post(gateway, body, { 'content-type': type });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(status).toBe(expected);
  });

  test('more than 4 MB', async () => {
    const { status, errors } = await post(gateway, { query: `{ __typename } #${'x'.repeat(4 * 1024 * 1024)}` });
    expect(errors?.[0]?.extensions.code).toBe('PAYLOAD_TOO_LARGE');
    expect(status).toBe(413);
  });
});
