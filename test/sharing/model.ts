import type { Category } from '../../src/sharing/categories.ts';
import { sharedFields, type RecordType, type SharedRecord } from '../../src/sharing/shared-fields.ts';
import { leavesOf } from './record-kinds.ts';

/** The terms of a live share. */
export interface Terms {
  include: readonly Category[];
  /** Local dates, inclusive; `null`: open. */
  startDate: string | null;
  endDate: string | null;
}

/** What someone may see of an owner. */
export interface Sight {
  isOwner: boolean;
  shares: readonly Terms[];
}

export type Node = Record<string, unknown>;

/** A record as its owner sees it. */
export interface Known {
  type: RecordType;
  id: string;
  date: string;
  clientId: string | null;
  node: Node;
}

export const opens = ({ isOwner, shares }: Sight, category: Category, date: string): boolean =>
  isOwner ||
  shares.some(
    ({ include, startDate, endDate }) =>
      include.includes(category) && (startDate === null || date >= startDate) && (endDate === null || date <= endDate),
  );

/** Whether a category is open at any date. */
export const opensEver = ({ isOwner, shares }: Sight, category: Category): boolean =>
  isOwner || shares.some(({ include }) => include.includes(category));

/** What shows a record by itself: not free text, nor a place. */
const carries = (category: Category) => category !== 'NOTES' && category !== 'LOCATION';

const tableOf = (type: RecordType): SharedRecord => sharedFields[type];

/** The categories by which records of a type are ever seen. */
export function carriersOf(type: RecordType): Category[] {
  const { itself, fields } = tableOf(type);
  const openings = Object.values(fields).flatMap((opening) => (typeof opening === 'string' ? [] : opening));
  return [...new Set([...(itself ? [itself] : []), ...openings])].filter(carries);
}

/** What clients send along is stored beside every record, and is its owner's. */
const sentAlong = new Set(['externalId', 'payload']);

export function showsField(sight: Sight, type: RecordType, field: string, date: string): boolean {
  const opening = sentAlong.has(field) ? 'OWNER' : tableOf(type).fields[field];
  if (opening === undefined) throw new Error(`${type}.${field} is not in the table`);
  if (opening === 'OWNER') return sight.isOwner;
  return opening === 'RECORD' || opening.some((category) => opens(sight, category, date));
}

/** A record is there for whoever may see one of its fields that is not empty. */
export function shows(sight: Sight, { type, date, node }: Known): boolean {
  const { itself, fields } = tableOf(type);
  if (sight.isOwner || (itself && opens(sight, itself, date))) return true;
  return Object.entries(fields).some(
    ([field, opening]) =>
      typeof opening !== 'string' &&
      node[field] != null &&
      opening.some((category) => carries(category) && opens(sight, category, date)),
  );
}

/** A record as someone sees it, among all the others. */
export function seen(sight: Sight, record: Known, all: readonly Known[]): Node {
  const shown: Node = {};
  for (const [field, value] of Object.entries(record.node))
    shown[field] = field === '__typename' || showsField(sight, record.type, field, record.date) ? value : null;
  if ('duplicateOf' in shown) shown.duplicateOf = countingFor(sight, record, all);
  if (sight.isOwner) return shown;
  if (shown.source) shown.source = { ...(shown.source as Node), externalId: null };
  if (Array.isArray(shown.sources))
    shown.sources = shown.sources.map((source: Node) => ({ ...source, externalId: null, checksum: null }));
  if (Array.isArray(shown.streams) && !opens(sight, 'LOCATION', record.date))
    shown.streams = shown.streams.filter(({ kind }: Node) => kind !== 'LATITUDE' && kind !== 'LONGITUDE');
  return shown;
}

/** Of workouts that are the same, as far as someone sees them, the one that came in last counts: what is shown of it in the others. */
function countingFor(sight: Sight, record: Known, all: readonly Known[]): Node | null {
  const startOf = ({ node }: Known) => Date.parse(String(node.startedAt));
  const same = all.filter(
    (other) =>
      other.type === record.type &&
      other.node.sport === record.node.sport &&
      Math.abs(startOf(other) - startOf(record)) <= 60_000 &&
      shows(sight, other),
  );
  const [last] = same.toSorted((a, b) => createdAt(b) - createdAt(a) || (a.id < b.id ? 1 : -1));
  return !last || last.id === record.id ? null : leaves(seen(sight, last, all), record.type);
}

const createdAt = ({ node }: Known) => Date.parse(String(node.createdAt));

const leaves = (node: Node, type: RecordType): Node =>
  Object.fromEntries(['__typename', ...leavesOf(type)].map((field) => [field, node[field]]));

/** The categories of which a reader of a record is shown something. */
export function categoriesShown(sight: Sight, record: Known): Category[] {
  const { itself, fields } = tableOf(record.type);
  if (!shows(sight, record)) return [];
  const shown = Object.entries(fields).flatMap(([field, opening]) =>
    typeof opening === 'string' || record.node[field] == null ? [] : opening,
  );
  const all: Category[] = [...(itself ? [itself] : []), ...shown];
  return [...new Set(all)].filter((category) => opens(sight, category, record.date));
}

/** What of a day's figures is of which category: design.md, "Categories". */
export const figureCategories = {
  steps: 'STEPS',
  waterMilliliters: 'WATER',
  energyKilocalories: 'MEAL',
  activityEnergyKilocalories: 'WORKOUT',
  sleepSeconds: 'SLEEP',
  weightKilograms: 'WEIGHT',
  restingHeartRate: 'HEART_RATE',
} as const satisfies Record<string, Category>;
