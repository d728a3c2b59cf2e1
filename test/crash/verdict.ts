import { expect } from 'vitest';
import { typeId, type IdKind } from '../../src/platform/ids.ts';
import type { Postgres } from './cluster/postgres.ts';
import type { Owner } from './owners.ts';
import { givenShares, listedIds, storedRecords, type Read } from './reading.ts';
import { inWords, toldBy, type Act, type Entry } from './rules.ts';
import type { Viewer } from './viewers.ts';

/** A row of a viewer's log, as it is stored. */
interface LogRow {
  id: string;
  viewerId: string;
  ownerId: string;
  number: number;
  kind: string;
  category: string | null;
  count: number;
  localDate: string | null;
  shareId: string;
  recordType: IdKind | null;
  recordId: string | null;
}

/** What of an owner is stored: what the test calls records and shares, by their ids. */
interface Kept {
  owner: Owner;
  names: ReadonlyMap<string, string>;
  /** What was acknowledged, and what else turned out to be stored. */
  acts: Act[];
}

/** A log with what the rules say of each of its entries. */
export interface Log {
  rows: { id: string; number: number; rule: Entry }[];
}

/** Reads the logs by viewer. */
async function storedLogs({ query }: Postgres): Promise<Map<string, LogRow[]>> {
  const rows = await query<LogRow>(
    `select id, viewer_id as "viewerId", owner_id as "ownerId", number::int as number, kind, category, count,
      local_date::text as "localDate", share_id as "shareId", record_type as "recordType", record_id as "recordId"
    from notifications order by viewer_id, number`,
  );
  return Map.groupBy(rows, ({ viewerId }) => viewerId);
}

/** Every acknowledged record is stored, once; what else is stored was sent, and its answer lost. */
async function keptOf(owner: Owner, read: Read): Promise<Kept> {
  const records = await storedRecords(read, owner.who.token);
  const sent = owner.done.filter(({ act }) => act.kind === 'RECORDED');
  const nameOf = ({ act }: { act: Act }) => (act.kind === 'RECORDED' ? act.record : '');
  const acknowledged = sent.filter(({ isAcknowledged }) => isAcknowledged).map(nameOf);
  const unknown = new Set(sent.filter(({ isAcknowledged }) => !isAcknowledged).map(nameOf));
  const stored = [...records.values()];
  expect(stored.filter((name) => !unknown.has(name)).sort()).toEqual(acknowledged.sort());
  expect(new Set(stored).size).toBe(stored.length);
  const shares = [...(await givenShares(read, owner.who.token)), ...(await givenShares(read, owner.who.token, true))];
  const acts = owner.done
    .map(({ act }) => act)
    .filter((act) => act.kind !== 'RECORDED' || !unknown.has(act.record) || stored.includes(act.record));
  const names = new Map([...records, ...shares.map(({ id, description }) => [id, description] as const)]);
  return { owner, names, acts };
}

/**
 * Holds the stored logs to the rules: every viewer's log has its numbers without a gap, and of each owner exactly what the rules name,
 * in order. @returns the logs by viewer
 */
export async function judgeLogs(
  owners: readonly Owner[],
  viewers: readonly Viewer[],
  read: Read,
  postgres: Postgres,
): Promise<Map<string, Log>> {
  const logs = await storedLogs(postgres);
  const rulesOf = new Map<LogRow, Entry>();
  for (const owner of owners) {
    const { names, acts } = await keptOf(owner, read);
    const told = toldBy(acts);
    for (const { who } of viewers) {
      const rows = logs.get(who.id)?.filter(({ ownerId }) => ownerId === owner.who.id) ?? [];
      const rules = told.get(who.id) ?? [];
      const nameOf = (kind: IdKind, id: string) => names.get(typeId(kind, id)) ?? `nothing stored (${id})`;
      const inLog = rows.map(({ recordType, recordId, shareId, ...row }) =>
        inWords({
          ...row,
          share: nameOf('Share', shareId),
          record: recordType && recordId ? nameOf(recordType, recordId) : null,
        }),
      );
      expect(inLog, `what ${owner.who.name} told ${who.name}`).toEqual(rules.map((rule) => rule.told));
      for (const [index, row] of rows.entries()) rulesOf.set(row, rules[index] as Entry);
    }
  }
  return new Map(
    viewers.map(({ who }) => {
      const rows = logs.get(who.id) ?? [];
      expect([who.name, ...rows.map(({ number }) => number)]).toEqual([
        who.name,
        ...rows.map((_row, index) => index + 1),
      ]);
      const log = rows.map((row) => ({
        id: typeId('Notification', row.id),
        number: row.number,
        rule: rulesOf.get(row) as Entry,
      }));
      return [who.id, { rows: log }];
    }),
  );
}

/** What a viewer must have been told since they began to follow, and was not yet. */
export function missing({ told, startId }: Viewer, { rows }: Log): string[] {
  const has = new Set(told);
  const start = rows.findIndex(({ id }) => id === startId);
  return rows
    .slice(start + 1)
    .filter(({ id, rule }) => rule.isAlwaysShown && !has.has(id))
    .map(({ number, rule }) => `${number} ${rule.told}`);
}

/** Holds what a viewer was told, and what they are shown as their list, to their log. */
export async function judgeViewer(viewer: Viewer, log: Log, read: Read): Promise<void> {
  const { who, told, problems } = viewer;
  const name = who.name ?? '';
  expect({ name, problems, neverTold: missing(viewer, log) }).toEqual({ name, problems: [], neverTold: [] });
  const numbers = new Map(log.rows.map(({ id, number }) => [id, number]));
  const heard = told.map((id) => numbers.get(id));
  // Each once, in the order of the log, and nothing that is not in it.
  expect(heard, `what ${name} heard`).toEqual(
    [...new Set(numbers.values())].filter((number) => heard.includes(number)),
  );
  const shown = log.rows.filter(({ rule }) => rule.isShown).map(({ id }) => id);
  expect(await listedIds(read, who.token), `the list of ${name}`).toEqual(shown);
}
