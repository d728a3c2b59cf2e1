import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { checkedClient } from './checked-client.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const closed = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false };
const ok = { description: 'ok', content: json(closed), headers: { 'X-Page': { required: true, schema: {} } } };
const operation = {
  requestBody: { content: json(closed) },
  responses: { '200': ok, '204': { description: 'nothing' }, '500': ok },
};
const document = { openapi: '3.1.0', paths: { '/things/{id}': { get: operation, post: operation } } };

/** What the made-up API answers next. */
let next = { status: 200, type: 'application/json', page: true, body: '{"n":1}' };
const good = { ...next };

const server = createServer((request, response) => {
  if (request.url?.endsWith('openapi.json')) return response.end(JSON.stringify(document));
  request.resume();
  return response
    .writeHead(next.status, { ...(next.type && { 'content-type': next.type }), ...(next.page && { 'x-page': '1' }) })
    .end(next.body);
});
const gateway = {} as TestGateway;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const client = checkedClient(gateway, 'samples');

test('the client takes what its document says, and gives it back', async () => {
  next = { ...good };
  expect(await client.get(undefined, '/things/5?page=1')).toMatchObject({ status: 200, body: { n: 1 } });
  expect(await client.post(undefined, '/things/5', { n: 2 })).toMatchObject({ status: 200, body: { n: 1 } });
});

test('the client takes an answer without a body where one is documented', async () => {
  next = { ...good, status: 204, type: '', body: '' };
  expect(await client.get(undefined, '/things/5')).toMatchObject({ status: 204, body: undefined });
});

test.each<[string, Partial<typeof good>, RegExp]>([
  ['a status that is not documented', { status: 201 }, /not documented/],
  ['a failure of the gateway, documented or not', { status: 500 }, /not documented/],
  ['another content type', { type: 'text/plain' }, /content type text\/plain/],
  ['a missing header', { page: false }, /X-Page is missing/],
  ['a field of another type', { body: '{"n":"1"}' }, /must be integer/],
  ['a missing field', { body: '{}' }, /required property/],
  ['a field too many', { body: '{"n":1,"m":2}' }, /additional properties/],
  ['what is no JSON', { body: '{' }, /JSON/],
  ['no body where one is documented', { type: '', body: '' }, /content type/],
])('the client complains of %s', async (_, wrong, words) => {
  next = { ...good, ...wrong };
  await expect(client.get(undefined, '/things/5')).rejects.toThrow(words);
});

test('the client complains of a request that was taken though it does not fit, and of one that is not documented', async () => {
  next = { ...good };
  await expect(client.post(undefined, '/things/5', { n: 'x' })).rejects.toThrow(/the request.*must be integer/);
  await expect(client.get(undefined, '/others')).rejects.toThrow(/not in the document/);
});
