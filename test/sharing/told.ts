import {
  carriersOf,
  figureCategories,
  opens,
  seen,
  shows,
  showsField,
  type Known,
  type Node,
  type Sight,
} from './model.ts';
import type { Mark } from './markers.ts';
import { lists, recordKinds } from './record-kinds.ts';
import { categoryOf, counting, deviceNames, localDateOf, samplesSeen } from './samples.ts';
import type { MetricName } from '../../src/samples/metrics.ts';
import type { World } from './world.ts';
import type { Category } from '../../src/sharing/categories.ts';

/** Whether someone may be told a value of which is known where it stands. */
export function mayBeTold(
  { records, samples }: Pick<World, 'records' | 'samples'>,
  sight: Sight,
  { type, field, date, of }: Mark,
): boolean {
  if (type === 'Sample') return opens(sight, field as Category, date);
  if (type === 'Client')
    return (
      records.some((record) => record.clientId === of && shows(sight, record)) ||
      samples.some((sample) => sample.clientId === of && opens(sight, categoryOf(sample.metric), localDateOf(sample)))
    );
  const record = records.find(({ id }) => id === of);
  if (!record) throw new Error(`no record ${of}`);
  if (!shows(sight, record)) return false;
  if (field === 'places') return opens(sight, 'LOCATION', date) && opens(sight, 'WORKOUT', date);
  return showsField(sight, type, field, date);
}

/** The types of the records of a list. */
export const typesIn = (list: string) => recordKinds.filter((kind) => kind.list === list).map(({ type }) => type);

/** The categories by which anything of a list is seen. */
export const carriersIn = (list: string): Category[] => [...new Set(typesIn(list).flatMap(carriersOf))];

/** What someone sees of a list, newest first: by local date, by the instant that orders it, by id. */
export function seenIn({ records }: Pick<World, 'records'>, sight: Sight, list: string): Known[] {
  const at = ({ type, node }: Known) =>
    String(type === 'Activity' ? node.startedAt : (node.occurredAt ?? node.measuredAt ?? node.createdAt));
  const keyOf = (record: Known) => [record.date, padded(at(record)), record.id].join(' ');
  return records
    .filter((record) => typesIn(list).includes(record.type) && shows(sight, record))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
}

/** An instant with all its digits, so that it sorts. */
const padded = (instant: string) => {
  const [seconds = '', fraction = ''] = instant.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
};

/** The last of some instants, as it is written. */
export const latest = (instants: readonly string[]): string | null =>
  instants.toSorted((a, b) => (padded(a) < padded(b) ? -1 : 1)).at(-1) ?? null;

/** Which samples tell of a day's figure, and how. */
const sampled: Record<string, { metric: MetricName; isAverage: boolean }> = {
  steps: { metric: 'STEPS', isAverage: false },
  activityEnergyKilocalories: { metric: 'ENERGY', isAverage: false },
  weightKilograms: { metric: 'WEIGHT', isAverage: true },
  restingHeartRate: { metric: 'RESTING_HEART_RATE', isAverage: true },
};

/** What workouts tell of the energy that was burnt; duplicates are left out. */
function energyOf(activities: readonly Node[], records: readonly Known[]): Node | null {
  const burnt = activities.filter(({ duplicateOf, energyKilocalories }) => !duplicateOf && energyKilocalories != null);
  if (burnt.length === 0) return null;
  const value = burnt.reduce((sum, { energyKilocalories }) => sum + Number(energyKilocalories), 0);
  const clientIds = [...new Set(burnt.map((node) => records.find(({ id }) => id === node.id)?.clientId ?? null))];
  const source = { __typename: 'DaySource', origin: 'ACTIVITIES', devices: [], clientIds };
  return { __typename: 'DayFigure', value, source };
}

/**
 * A day as someone sees it, of which its owner sees all. What samples tell is reckoned for the owner too: where a device of another day
 * counts for the owner in some hour, and is hidden, another one may count there.
 */
export function daySeen({ records, samples }: Pick<World, 'records' | 'samples'>, sight: Sight, day: Node): Node {
  const date = String(day.date);
  const activities = opens(sight, 'WORKOUT', date)
    ? (day.activities as Node[]).flatMap(({ id }) => {
        const record = records.find((one) => one.id === id);
        return record ? [seen(sight, record, records)] : [];
      })
    : null;
  const figures = Object.entries(figureCategories).map(([figure, category]): [string, unknown] => {
    const told = day[figure] as { source: Node } | null;
    if (!opens(sight, category, date)) return [figure, null];
    const { metric, isAverage } = sampled[figure] ?? {};
    const ofDay = metric
      ? counting(samplesSeen(sight, samples, metric)).filter((sample) => localDateOf(sample) === date)
      : [];
    const isByWorkouts = figure === 'activityEnergyKilocalories' && (!told || told.source.origin === 'ACTIVITIES');
    if (ofDay.length === 0) return [figure, isByWorkouts ? energyOf(activities ?? [], records) : told];
    const sum = ofDay.reduce((total, { value }) => total + value, 0);
    const devices = [...new Set(ofDay.map(({ device }) => deviceNames[device]))].sort();
    // Which clients samples came from is known of all days together, so that it is the owner's to know.
    const clientIds = sight.isOwner ? told?.source.clientIds : [];
    const source = { __typename: 'DaySource', origin: 'SAMPLES', devices, clientIds };
    return [figure, { __typename: 'DayFigure', value: isAverage ? sum / ofDay.length : sum, source }];
  });
  const activityCount = activities?.filter(({ duplicateOf }) => duplicateOf === null).length ?? null;
  return { ...day, ...Object.fromEntries(figures), activities, activityCount };
}

export const only = (node: Node, fields: readonly string[]): Node =>
  Object.fromEntries(fields.map((field) => [field, node[field]]));

export const listNames = [...lists.keys()];
