import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DomainError } from '../../platform/errors.ts';
import { categories, notifiableCategories, type Category } from '../../sharing/categories.ts';
import type { Share, ShareTerms } from '../../sharing/share.ts';
import { fromShare, requireSameViewer, toNewShare, toShareChange } from './mapping.ts';
import { flagsOf, newTracker, sharedTracker, trackerChange } from './shared-tracker.schema.ts';

const owner = { id: 'owner', number: 1_000_001, name: 'Ann', image: null };
const viewer = { id: 'viewer', number: 1_000_002, name: null, image: null };

const storedAs = (terms: ShareTerms): Share => ({
  id: 'share',
  number: 7_654_321,
  ownerId: owner.id,
  viewerId: viewer.id,
  createdAt: '2024-01-01T00:00:00Z',
  updatedAt: '2024-01-01T00:00:00.12Z',
  endedAt: null,
  endedBy: null,
  ...terms,
});
const read = (share: Share) => fromShare(share, owner, viewer);

const someDay = fc
  .date({ min: new Date('1900-01-02'), max: new Date('2199-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
/** Two dates of which the first is earlier; either may be open. */
const dates = fc
  .tuple(someDay, someDay)
  .filter(([one, other]) => one !== other)
  .map((pair) => pair.toSorted())
  .chain(([start, end]) => fc.record({ start_date: orNull(fc.constant(start)), end_date: orNull(fc.constant(end)) }));
const flags = fc.record(
  { ...flagsOf('include', () => fc.boolean()), ...flagsOf('notify', () => fc.boolean()) },
  { requiredKeys: [] },
);
const description = fc.record({ description: orNull(fc.string({ maxLength: 100 })) }, { requiredKeys: [] });
const changes = fc.tuple(flags, description).map(([some, others]) => ({ ...some, ...others }));
const requests = fc
  .tuple(dates, changes)
  .map((parts) => ({ viewer_user_id: viewer.number, ...Object.assign({}, ...parts) }));
/** What any door may have stored. */
const anyShare = fc
  .record({
    startDate: orNull(someDay),
    endDate: fc.constant(null),
    include: fc.subarray([...categories]),
    notify: fc.subarray([...notifiableCategories]),
    description: orNull(fc.string()),
  })
  .map(storedAs);

const changed = (share: Share, body: object): Share => ({
  ...share,
  ...toShareChange(trackerChange.parse(body), share),
});

test('what is sent comes back, and sent back it changes nothing', () => {
  fc.assert(
    fc.property(requests, (request) => {
      const share = storedAs(toNewShare(newTracker.parse(request)));
      const tracker = read(share);
      expect(tracker).toMatchObject(request);
      expect(sharedTracker.parse(tracker)).toEqual(tracker);
      expect(changed(share, tracker)).toEqual(share);
    }),
  );
});

test('a change says what it says, keeps all else, and is the same when it comes twice', () => {
  fc.assert(
    fc.property(anyShare, changes, (share, change) => {
      const after = changed(share, change);
      expect(read(after)).toEqual({ ...read(share), ...change });
      expect(changed(after, change)).toEqual(after);
    }),
  );
});

test('whatever is changed, what this API cannot say stays as it is stored', () => {
  const unsaid = (share: Share) => share.include.filter((category) => !notifiable.has(category));
  const notifiable = new Set<Category>(notifiableCategories);
  fc.assert(
    fc.property(anyShare, changes, (share, change) => {
      expect(unsaid(changed(share, change))).toEqual(unsaid(share));
    }),
  );
});

test('what a change leaves out is not in it', () => {
  const share = storedAs(toNewShare(newTracker.parse({ viewer_user_id: viewer.number })));
  expect(toShareChange({}, share)).toEqual({});
  expect(toShareChange({ notify_meal: true }, share)).toEqual({ notify: ['MEAL'] });
  expect(toShareChange({ include_meal: true }, share)).toEqual({ include: [...notifiableCategories] });
  expect(toShareChange({ start_date: null, description: null }, share)).toEqual({
    startDate: null,
    description: null,
  });
});

const refusedFields = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return Object.keys(error.fields ?? {});
  }
  return [];
};

test('the end must be after the start, also when only one of the two is sent; as it is stored it may stay', () => {
  const day = {
    ...storedAs(toNewShare(newTracker.parse({ viewer_user_id: 5 }))),
    startDate: '2024-02-29',
    endDate: '2024-02-29',
  };
  const toChange = (body: object) => () => toShareChange(trackerChange.parse(body), day);
  for (const body of [
    { end_date: '2024-02-28' },
    { start_date: '2024-03-01' },
    { start_date: '2024-03-01', end_date: '2024-03-01' },
  ])
    expect(refusedFields(toChange(body))).toEqual(['endDate']);
  for (const body of [
    {},
    { end_date: '2024-02-29' },
    { end_date: '2024-03-01' },
    { start_date: null },
    { description: 'x' },
  ])
    expect(refusedFields(toChange(body))).toEqual([]);
});

test('another viewer is refused, the same is not, nor none', () => {
  const named = (change: object) => () => requireSameViewer(trackerChange.parse(change), viewer);
  expect(refusedFields(named({ viewer_user_id: owner.number }))).toEqual(['viewerNumber']);
  for (const change of [{ viewer_user_id: viewer.number }, {}]) expect(refusedFields(named(change))).toEqual([]);
});

test.each([
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000000Z'],
  ['2024-01-01T00:00:00.5Z', '2024-01-01T00:00:00.500000Z'],
  ['2024-01-01T00:00:00.123Z', '2024-01-01T00:00:00.123000Z'],
  ['2024-01-01T00:00:00.123456Z', '2024-01-01T00:00:00.123456Z'],
])('times have microseconds: %s', (createdAt, told) => {
  const share = { ...storedAs(toNewShare(newTracker.parse({ viewer_user_id: 5 }))), createdAt };
  expect(read(share).created_at).toBe(told);
});

test('a name that nobody has given is an empty text', () => {
  const tracker = read(storedAs(toNewShare(newTracker.parse({ viewer_user_id: 5 }))));
  expect([tracker.user, tracker.viewer_user]).toEqual([
    { id: owner.number, name: 'Ann' },
    { id: viewer.number, name: '' },
  ]);
});
