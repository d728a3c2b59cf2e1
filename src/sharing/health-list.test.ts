import fc from 'fast-check';
import { expect, test } from 'vitest';
import { write } from '../../test/gateway/records.ts';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import type { ConnectionArguments, Page } from '../platform/relay/page.ts';
import { DataAccess } from './access.ts';
import { createShare } from './create-share.ts';
import { revokeShare } from './end-share.ts';
import { countHealthRecords, readHealthPages, type HealthList, type HealthRow } from './health-list.ts';
import { carriersOf } from './lock.ts';

const gateway = useGateway();

const dayOf = (number: number) => new Date(Date.UTC(2026, 0, number)).toISOString().slice(0, 10);

test('of a list that is open at some dates only, each record within them comes once and in order, both ways', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
  for (const number of numbers) await write(ann, 'recordWellnessDay', { day: dayOf(number), steps: number }, 'created');
  const [owner, viewer] = [await gateway.signedIn(ann.token), await gateway.signedIn(bob.token)];
  const list: HealthList = { table: 'wellness_days', orderedBy: 'created_at', carriers: carriersOf('WellnessDay') };

  const ranges = fc.array(fc.tuple(fc.integer({ min: -3, max: 44 }), fc.integer({ min: 1, max: 15 })), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(ranges, fc.integer({ min: 1, max: 12 }), fc.boolean(), async (open, size, backward) => {
      const shares: string[] = [];
      for (const [from, length] of open) {
        const terms = { startDate: dayOf(from), endDate: dayOf(from + length - 1), include: ['STEPS' as const] };
        shares.push((await createShare(owner, { viewerId: bob.id, ...terms })).id);
      }
      const accesses = await DataAccess.shared(viewer);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const args: ConnectionArguments = backward ? { last: size, before: cursor } : { first: size, after: cursor };
        const [page] = await readHealthPages<HealthRow>(viewer.em, list, accesses, {}, args);
        const { edges, pageInfo } = page as Page<HealthRow>;
        const dates = edges.map(({ node }) => node.localDate);
        seen.push(...(backward ? dates.toReversed() : dates));
        const more = backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
        cursor = more ? (backward ? pageInfo.startCursor : pageInfo.endCursor) : null;
      } while (cursor !== null);
      const visible = numbers
        .filter((number) => open.some(([from, length]) => number >= from && number < from + length))
        .map(dayOf);
      expect(seen).toEqual(backward ? visible : visible.toReversed());
      expect(await countHealthRecords(viewer.em, list, accesses, {})).toMatchObject([{ count: visible.length }]);
      for (const id of shares) await revokeShare(owner, id);
    }),
    { numRuns: 60 },
  );
});

test.each(['activities', 'sleepDays', 'wellnessDays', 'nutritionDays', 'bodyMetrics', 'journal'])(
  'years that nobody lives in are bad input: %s',
  async (list) => {
    const ann = await person(gateway);
    const code = async (args: string) =>
      (await ann.ask(`{ viewer { health { ${list}${args} { edges { node { id } } } } } }`)).errors?.[0]?.extensions
        .code;
    expect(await code('(filter: { from: "0000-01-01" })')).toBe('BAD_USER_INPUT');
    expect(await code('(filter: { to: "9999-12-31" })')).toBe('BAD_USER_INPUT');
  },
);

test('a cursor that someone altered is bad input, whatever stands in it', async () => {
  const ann = await person(gateway);
  await write(ann, 'recordWellnessDay', { day: '2026-01-16', steps: 1 }, 'created');
  const samples = [{ startedAt: '2026-01-16T08:00:00Z', value: 1 }];
  await write(ann, 'addSamples', { metric: 'STEPS', device: 'Watch', samples }, 'accepted');
  type Page = { pageInfo: { endCursor: string } };
  const lists = { wellnessDays: '(', samples: '(metric: STEPS, ' };
  for (const [list, args] of Object.entries(lists)) {
    const page = (after: string) =>
      ann.ask<{ viewer: { health: Record<string, Page | null> } }>(
        `{ viewer { health { ${list}${args}first: 1${after}) { pageInfo { endCursor } } } } }`,
      );
    const cursor = (await page('')).data?.viewer.health[list]?.pageInfo.endCursor ?? '';
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    const altered = parts
      .slice(1)
      .flatMap((_, index) =>
        ['0000-01-01', '0000-01-01T00:00:00Z', `2026-01-01T00:00:00.${'1'.repeat(300)}Z`, '-1', '99999999999', ''].map(
          (value) => parts.with(index + 1, value),
        ),
      );
    for (const parts of altered) {
      const after = Buffer.from(JSON.stringify(parts)).toString('base64url');
      expect((await page(`, after: "${after}"`)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  }
});
