import { existsSync, readFileSync } from 'node:fs';
import { fastify, type FastifyInstance } from 'fastify';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coverageTable } from '../../src/dialects/kit/coverage.ts';
import { clientOf, person } from '../gateway/people.ts';
import { list } from '../gateway/records.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { describedFields, operationsOf } from './described-fields.ts';
import { coverage } from './footfall/coverage.ts';
import { dayRequest, fromWellnessDay, toWellnessDay } from './footfall/mapping.ts';
import { footfallRoutes } from './footfall/routes.ts';
import { cellsOf, codeBlocks, tableUnder } from './markdown.ts';

const gateway = useGateway();
const signedIn = (authorization = '') => gateway.signedIn(authorization.replace(/^Bearer /, ''));

let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  app = fastify();
  await app.register((scope) => footfallRoutes(scope, { signedIn }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

async function ask(who: { token: string } | undefined, path: string, body?: object) {
  const response = await fetch(`${url}/footfall/v2${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(who && { authorization: `Bearer ${who.token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const fault = (kind: string, where: string | null, text: unknown) => ({ fault: { kind, where, text } });

describe('the dialect of the guide', () => {
  test('what a partner writes is in GraphQL in its own units, and comes back', async () => {
    const ann = await person(gateway);
    const partner = await clientOf(gateway, ann);
    const day = { date: '2026-01-16', footfalls: 8500, burnt_kj: 1500 };
    expect(await ask(partner, '/days', day)).toEqual({ status: 200, body: { date: '2026-01-16' } });

    const [stored] = await list<Record<string, unknown>>(ann, 'wellnessDays', 'day steps activityEnergyKilocalories');
    expect(stored).toEqual({ day: '2026-01-16', steps: 8500, activityEnergyKilocalories: expect.closeTo(358.51, 2) });
    expect(await ask(partner, '/days')).toEqual({
      status: 200,
      body: { days: [{ ...day, changed: expect.any(String) }], more: false },
    });
  });

  test('a day sent again changes: what is left out stays, null clears', async () => {
    const partner = await clientOf(gateway, await person(gateway));
    await ask(partner, '/days', { date: '2026-01-16', footfalls: 8500, burnt_kj: 1500 });
    await ask(partner, '/days', { date: '2026-01-16', footfalls: 9000, somethingElse: true });
    await ask(partner, '/days', { date: '2026-01-16', burnt_kj: null });
    const { body } = await ask(partner, '/days');
    expect(body['days']).toMatchObject([{ footfalls: 9000, burnt_kj: null }]);
  });

  test('pages follow each other', async () => {
    const partner = await clientOf(gateway, await person(gateway));
    const dates = Array.from({ length: 51 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    );
    for (const date of dates) await ask(partner, '/days', { date, footfalls: 1 });
    const [first, second] = [await ask(partner, '/days'), await ask(partner, '/days?page=2')];
    expect([first.body['more'], second.body['more']]).toEqual([true, false]);
    const read = [first, second].flatMap(({ body }) => (body['days'] as { date: string }[]).map(({ date }) => date));
    expect(read).toEqual(dates.toReversed());
  });

  test('refusals are in the words of the vendor, whoever refuses', async () => {
    const partner = await clientOf(gateway, await person(gateway));
    const date = '2026-01-16';
    // The schema of the route, then the service behind it.
    expect(await ask(partner, '/days', { date, footfalls: 1.5 })).toEqual({
      status: 400,
      body: fault('bad_user_input', 'footfalls', 'must be a whole number'),
    });
    expect(await ask(partner, '/days', { date, footfalls: -1 })).toEqual({
      status: 400,
      body: fault('bad_user_input', 'footfalls', 'must be at least 0'),
    });
    expect((await ask(partner, '/days', { date: '2026-02-30' })).body).toMatchObject({ fault: { where: 'date' } });
    expect((await ask(partner, '/days?page=0')).body).toMatchObject({ fault: { where: 'page' } });
    expect(await ask(partner, '/nights')).toEqual({
      status: 404,
      body: fault('not_found', null, 'There is nothing at this address.'),
    });
  });

  test('a token is needed, with the scope of the route', async () => {
    const reader = await person(gateway, { scopes: ['dailyWellness:read'] });
    expect((await ask(undefined, '/days')).status).toBe(401);
    expect((await ask(reader, '/days')).status).toBe(200);
    expect(await ask(reader, '/days', { date: '2026-01-16' })).toEqual({
      status: 403,
      body: fault('forbidden', null, expect.stringContaining('dailyWellness:write')),
    });
  });

  test('energy comes back as it was sent, to the hundredth of a kilojoule', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8_368_000 }), (hundredths) => {
        const draft = toWellnessDay(dayRequest.parse({ date: '2026-01-16', burnt_kj: hundredths / 100 }));
        const stored = {
          activityEnergyKilocalories: draft.activityEnergyKilocalories,
        } as Parameters<typeof fromWellnessDay>[0];
        expect(fromWellnessDay(stored).burnt_kj).toBe(hundredths / 100);
      }),
    );
  });

  test('the declared fields are those of the schemas', async () => {
    const operations = await operationsOf('footfall', (scope) => footfallRoutes(scope, { signedIn }));
    const { sent, got } = describedFields(operations, 'Days', 'days');
    expect(Object.keys(coverage['Days'] ?? {}).sort()).toEqual([...new Set([...sent, ...got])].sort());
  });
});

describe('the guide', () => {
  const guide = readFileSync('docs/guides/add-a-dialect.md', 'utf8');
  const blocks = codeBlocks(guide).filter(({ language }) => language === 'ts');
  const files = ['dialect.ts', 'mapping.ts', 'routes.ts', 'coverage.ts'];

  /** A file as it stands among the dialects: there, its neighbours are nearer. */
  const asDialect = (name: string) =>
    readFileSync(`test/guides/footfall/${name}`, 'utf8')
      .replaceAll(`'../../../src/dialects/`, `'../`)
      .replaceAll(`'../../../src/`, `'../../`);

  test.each(files)('shows %s as it is', (name) => {
    expect(blocks.map(({ code }) => code)).toContain(asDialect(name));
  });

  test('shows no other code than that of the example and this test', () => {
    const shown = [...files.map(asDialect), readFileSync('test/guides/add-a-dialect.test.ts', 'utf8')];
    const unindented = shown.map((text) => text.replaceAll(/^ +/gm, ''));
    const strange = blocks.filter(({ code }) => {
      const lines = code.replaceAll(/^ +/gm, '');
      return !unindented.some((text) => text.includes(lines));
    });
    expect(strange).toEqual([]);
  });

  test('shows the table of the example', () => {
    expect(tableUnder(guide, 'Days')).toEqual(cellsOf(coverageTable(coverage['Days'] ?? {})));
  });

  test('names files that are there', () => {
    const named = [...guide.matchAll(/`((?:src|test|docs)\/[\w./-]+\.(?:ts|md))`/g)].map(([, path]) => path as string);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !path.startsWith('src/dialects/footfall/') && !existsSync(path))).toEqual([]);
  });
});
