import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { scopes } from '../../src/platform/scopes.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { doors } from '../scopes/doors.ts';
import { watchRoutes } from '../scopes/routes.ts';
import { dialects, readDocument, type DialectName, type Operation } from './openapi-document.ts';

const routes = watchRoutes();
const gateway = useGateway();

/** Where each dialect's routes live. */
const addresses: Record<DialectName, RegExp> = {
  'train-it-all': /^\w+ \/api\/external\/v1\//,
  samples: /^\w+ \/api\/(status|v1\.1\/samples)$/,
  sporttracks: /^\w+ \/api\/v2\//,
  dambel: /^\w+ \/api\/v1\/tracker\//,
  nowatch: /^\w+ \/v1\//,
};

/** Rules of Redocly's `recommended` that make no sense for a dialect, and why. */
const without: Record<DialectName, Record<string, 'off'>> = {
  'train-it-all': {},
  // GET /api/status takes nothing and asks for nothing: it refuses nobody.
  samples: { 'operation-4xx-response': 'off' },
  sporttracks: {},
  dambel: {},
  nowatch: {},
};

/** What routes for files take. */
const typesOfFiles: Readonly<Record<string, readonly string[]>> = {
  'POST /api/external/v1/fit-files': ['multipart/form-data'],
  'POST /api/v2/fileUpload': ['application/json', 'application/x-www-form-urlencoded'],
  'POST /v1/shared/custom/profile-picture': ['multipart/form-data'],
};

/** Answers without a body. */
const emptyAnswers: readonly string[] = [
  'DELETE /api/v1/tracker/shares/{id} 204',
  'POST /v1/shared/groups 201',
  'PATCH /v1/shared/groups/{groupId} 200',
];

const operationsOf = async (dialect: DialectName): Promise<[string, Operation][]> => {
  const { paths } = await readDocument(gateway.url, dialect);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
};

describe.each(dialects)('the document of %s', (dialect) => {
  test('is OpenAPI 3.1 and lints clean', async () => {
    const document = await readDocument(gateway.url, dialect);
    expect(document.openapi).toBe('3.1.0');
    const problems = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: `/${dialect}/openapi.json`,
      config: await createConfig({ extends: ['recommended'], rules: without[dialect] }),
    });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  test('is of the type and at the address that programs look for', async () => {
    const response = await fetch(`${gateway.url}/${dialect}/openapi.json`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  });

  test('has every route of the dialect, and no other', async () => {
    const described = (await operationsOf(dialect)).map(([name]) => name.replaceAll(/\{(\w+)\}/g, ':$1'));
    const served = [...routes].filter((route) => addresses[dialect].test(route));
    expect(described.sort()).toEqual(served.sort());
  });

  test('says of every operation what it is, and how it answers', async () => {
    const operations = await operationsOf(dialect);
    for (const [name, { operationId, summary, tags, responses }] of operations) {
      expect({ name, operationId, summary, tags }).toEqual({
        name,
        operationId: expect.stringMatching(/^[a-z]\w+$/),
        summary: expect.stringMatching(/^[A-Z].{5,}[^.]$/),
        tags: [expect.any(String)],
      });
      const good = Object.keys(responses).filter((status) => /^20[014]$/.test(status));
      expect({ name, good }).not.toEqual({ name, good: [] });
      const untyped = Object.entries(responses)
        .filter(([, { content }]) => Object.values(content ?? {}).every(({ schema }) => schema === undefined))
        .map(([status]) => `${name} ${status}`);
      expect(untyped).toEqual(emptyAnswers.filter((answer) => answer.startsWith(`${name} `)));
    }
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
  });

  test('asks for the scopes that the routes ask for, and knows them all', async () => {
    const { components } = await readDocument(gateway.url, dialect);
    const { flows } = components.securitySchemes.oauth2;
    expect(Object.keys(flows.authorizationCode.scopes)).toEqual([...scopes]);
    for (const [name, { security, responses }] of await operationsOf(dialect)) {
      const door = doors[name.replaceAll(/\{(\w+)\}/g, ':$1')];
      const needs = door?.kind === 'token' ? door.needs : undefined;
      expect({ name, security }).toEqual({ name, security: needs ? [{ oauth2: [...needs] }] : [] });
      const refusals = ['401', '403', '429'].filter((status) => status in responses);
      const expected = needs ? ['401', ...(needs.length > 0 ? ['403'] : []), '429'] : [];
      expect({ name, refusals }).toEqual({ name, refusals: expected });
    }
  });

  test('describes what each operation that writes takes', async () => {
    const bodies = (await operationsOf(dialect))
      .filter(([name]) => /^(POST|PUT|PATCH)/.test(name) && !name.endsWith('/connect'))
      .map(([name, { requestBody }]) => [name, Object.keys(requestBody?.content ?? {})]);
    expect(bodies).toEqual(bodies.map(([name]) => [name, typesOfFiles[name as string] ?? ['application/json']]));
  });
});

test('lists say their headers, and a refusal for too many requests when to come back', async () => {
  const operations = await operationsOf('train-it-all');
  const lists = operations.filter(([, { operationId }]) => operationId?.startsWith('list'));
  expect(lists).toHaveLength(5);
  for (const [, { parameters, responses }] of lists) {
    expect(parameters?.map(({ name }) => name)).toEqual(['page', 'per_page', 'limit']);
    expect(Object.keys(responses['200']?.headers ?? {}).map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining(['x-page', 'x-per-page', 'x-prev-page', 'x-next-page', 'x-has-next-page']),
    );
  }
});
