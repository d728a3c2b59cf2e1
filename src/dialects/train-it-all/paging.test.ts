import { beforeAll, describe, expect, test } from 'vitest';
import { documentedResources } from '../../../test/dialects/documented.ts';
import { trainItAll, type Page, type Partner, type Refused } from '../../../test/dialects/train-it-all.ts';
import { clientOf, person } from '../../../test/gateway/people.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';

const gateway = useGateway();
const api = trainItAll(gateway);
const paths = documentedResources.map(({ path }) => path);

/** Minimal records of a resource, each later than the one before. */
function record(path: string, index: number): object {
  const day = new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
  if (path === '/activities')
    return { title: `Run ${index}`, type: 'RUN', startedAt: `${day}T07:00:00Z`, durationMin: 1 };
  return path === '/body-metrics' ? { measuredAt: `${day}T07:00:00Z`, weightKg: 70 } : { day };
}

const xHeaders = ['x-page', 'x-per-page', 'x-prev-page', 'x-next-page', 'x-has-next-page'];

describe.each(paths)('%s by pages', (path) => {
  let partner: Partner;
  let newestFirst: string[];
  const idsOf = async (query: string) => {
    const { body } = await api.get<Page>(partner, `${path}${query}`);
    return body.items.map(({ id }) => id);
  };

  beforeAll(async () => {
    partner = await clientOf(gateway, await person(gateway));
    newestFirst = [];
    // Written in no order: neither the order of writing nor that of the ids is that of the days.
    const written = new Map<number, string>();
    for (let index = 0; index < 35; index += 1) {
      const shuffled = (index * 11) % 35;
      written.set(shuffled, await api.writes(partner, path, record(path, shuffled)));
    }
    for (let index = 34; index >= 0; index -= 1) newestFirst.push(written.get(index) as string);
  });

  test.each([
    ['', 1, 30, null, 2],
    ['?page=1', 1, 30, null, 2],
    ['?page=2', 2, 30, 1, null],
    ['?page=3', 3, 30, 2, null],
    ['?page=2&per_page=10', 2, 10, 1, 3],
    ['?per_page=35', 1, 35, null, null],
    ['?per_page=34', 1, 34, null, 2],
    ['?limit=10', 1, 10, null, 2],
    ['?limit=10&page=4', 4, 10, 3, null],
    ['?limit=10&per_page=20', 1, 20, null, 2],
    ['?per_page=200', 1, 200, null, null],
    ['?per_page=201', 1, 200, null, null],
    ['?per_page=100000', 1, 200, null, null],
    ['?limit=9007199254740991', 1, 200, null, null],
  ])('%j says where it stands in its body and in its headers', async (query, page, perPage, prevPage, nextPage) => {
    const { status, body, headers } = await api.get<Page>(partner, `${path}${query}`);
    const hasNextPage = nextPage !== null;
    expect([status, body.pagination]).toEqual([200, { page, perPage, prevPage, nextPage, hasNextPage }]);
    expect(xHeaders.map((name) => headers.get(name))).toEqual(
      [page, perPage, prevPage ?? '', nextPage ?? '', hasNextPage].map(String),
    );
    const from = (page - 1) * perPage;
    expect(body.items.map(({ id }) => id)).toEqual(newestFirst.slice(from, from + perPage));
  });

  test('pages in any order are those of the whole list, newest first', async () => {
    expect(await idsOf('?per_page=200')).toEqual(newestFirst);
    for (const page of [3, 1, 2, 4])
      expect(await idsOf(`?per_page=9&page=${page}`)).toEqual(newestFirst.slice(9 * page - 9, 9 * page));
  });

  test('a page far behind the end is empty', async () => {
    const { body } = await api.get<Page>(partner, `${path}?page=1000000`);
    expect(body).toEqual({
      items: [],
      pagination: { page: 1_000_000, perPage: 30, prevPage: 999_999, nextPage: null, hasNextPage: false },
    });
  });

  test.each(
    ['page', 'per_page', 'limit'].flatMap((name) =>
      ['0', '-1', 'abc', '', '1.5', 'NaN', 'Infinity', '1e999', '1&', '2', 'null', '99999999999999999999']
        .filter((value) => value !== '2')
        .map((value) => [name, value.endsWith('&') ? `${name}=1&${name}=2` : `${name}=${value}`]),
    ),
  )('%s must be a number from 1 on: %s', async (name, query) => {
    const { status, body } = await api.get<Refused>(partner, `${path}?${query}`);
    expect([status, body.errorCode]).toEqual([400, 'validation_error']);
    expect(Object.keys(body.details?.validation.fieldErrors ?? {})).toEqual([name]);
  });
});

test('records of one moment are in the order of their ids, newest first', async () => {
  const { partner } = await api.connected();
  const ids: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const twin = { title: `Run ${index}`, type: 'RUN', startedAt: '2026-01-17T07:00:00Z', durationMin: 1 };
    ids.push(await api.writes(partner, '/activities', twin));
  }
  const pages = await Promise.all(
    [1, 2, 3].map(async (page) => (await api.get<Page>(partner, `/activities?per_page=3&page=${page}`)).body.items),
  );
  expect(pages.flat().map(({ id }) => id)).toEqual(ids.sort().toReversed());
});

test('someone else sees nothing of it', async () => {
  const [{ partner }, other] = [await api.connected(), await api.connected()];
  for (const path of paths) {
    await api.writes(partner, path, record(path, 0));
    expect(await api.lists(other.partner, path)).toEqual([]);
  }
});
