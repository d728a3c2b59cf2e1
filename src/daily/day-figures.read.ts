import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import { columnName } from '../platform/database/column-name.ts';
import type { DataAccess } from '../sharing/access.ts';
import { carriersOf, opened, type Carrier } from '../sharing/lock.ts';
import { categoriesOf, type FieldOf } from '../sharing/shared-fields.ts';
import type { Category } from '../sharing/categories.ts';
import { journalKinds } from './journal.input.ts';
import { entryCarriers } from './journal.ts';
import { mealEnergies } from './nutrition-day.ts';

/** Local dates, both inclusive. */
export interface Days {
  from: string;
  to: string;
}

/** What a record, or several together, say of a figure of a day. */
export interface DayFigure<Figure extends string = string> {
  localDate: string;
  figure: Figure;
  value: number;
  /** Who wrote it; `null`: the person themself. */
  clientIds: (string | null)[];
  /** ISO 8601: when it was measured or last written. */
  writtenAt: string;
}

/** Where a figure stands: reckoned from those rows `r` of a group that tell of it, and opened by any of some categories. */
interface FigureSource {
  categories: readonly Category[];
  value: RawBuilder<unknown>;
  /** Which rows of the group tell of it. */
  of: RawBuilder<unknown>;
}

interface Table {
  name: string;
  /** The categories by which its rows are seen. */
  carriers: readonly Carrier[];
  /** The column that says when a row was measured or written. */
  writtenAt: string;
  /** Which rows are taken together. */
  groupedBy: RawBuilder<unknown>;
}

const eachRow = sql`r.owner_id, r.id`;

/** One statement; a figure that the access does not open, or that nothing tells of, is left out. */
async function readFigures<Figure extends string>(
  em: EntityManager,
  access: DataAccess,
  { name, carriers, writtenAt, groupedBy }: Table,
  days: Days,
  figures: Record<Figure, FigureSource>,
): Promise<DayFigure<Figure>[]> {
  const columns = Object.entries<FigureSource>(figures).map(
    ([figure, { categories, value, of }]) => sql`
      case when ${isOpen(access, categories)} then ${value} end as ${sql.ref(figure)},
      array_agg(distinct r.client_id) filter (where ${of}) as ${sql.ref(`${figure}ClientIds`)},
      max(${sql.ref(`r.${writtenAt}`)}) filter (where ${of}) as ${sql.ref(`${figure}WrittenAt`)}`,
  );
  const { rows } = await sql<Record<string, unknown>>`
    select r.local_date as "localDate", ${sql.join(columns)}
    from ${sql.table(name)} r
    where ${opened(access, carriers, 'r')} and r.local_date between ${days.from}::date and ${days.to}::date
    group by ${groupedBy}, r.local_date`.execute(em.getKysely());
  return rows.flatMap((row) =>
    (Object.keys(figures) as Figure[])
      .filter((figure) => row[figure] !== null)
      .map((figure) => ({
        localDate: row.localDate as string,
        figure,
        value: row[figure] as number,
        clientIds: row[`${figure}ClientIds`] as (string | null)[],
        writtenAt: row[`${figure}WrittenAt`] as string,
      })),
  );
}

const isOpen = (access: DataAccess, categories: readonly Category[]) =>
  sql.join(
    categories.map((category) => sql`r.local_date <@ ${access.datesOf(category)}::datemultirange`),
    sql` or `,
  );

const tables = {
  wellness: { name: 'wellness_days', carriers: carriersOf('WellnessDay'), writtenAt: 'updated_at', groupedBy: eachRow },
  nutrition: {
    name: 'nutrition_days',
    carriers: carriersOf('NutritionDay'),
    writtenAt: 'updated_at',
    groupedBy: eachRow,
  },
  sleep: { name: 'sleep_days', carriers: carriersOf('SleepDay'), writtenAt: 'updated_at', groupedBy: eachRow },
  body: {
    name: 'body_metrics',
    carriers: carriersOf('BodyMetric'),
    writtenAt: 'measured_at',
    groupedBy: sql`r.client_id`,
  },
  journal: {
    name: 'journal_entries',
    carriers: entryCarriers(journalKinds),
    writtenAt: 'updated_at',
    groupedBy: sql`r.owner_id`,
  },
} satisfies Record<string, Table>;

const total = (type: 'WellnessDay' | 'NutritionDay', field: FieldOf<'WellnessDay'> & FieldOf<'NutritionDay'>) => ({
  categories: categoriesOf(type, field),
  value: sql.ref(`r.${columnName(field)}`),
  of: sql`true`,
});

const totalsOf = (type: 'WellnessDay' | 'NutritionDay') => ({
  steps: total(type, 'steps'),
  waterMilliliters: total(type, 'waterMilliliters'),
  activityEnergyKilocalories: total(type, 'activityEnergyKilocalories'),
});

/** Steps, water and the energy of activity as trackers total them. */
export const readWellnessFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, tables.wellness, days, totalsOf('WellnessDay'));

/** Several columns added up; `null` where all are. */
const sumOf = (...names: string[]) =>
  sql`(select sum(v) from unnest(array[${sql.join(names.map((name) => sql.ref(`r.${name}`)))}]) as v)`;

/** The same as food diaries total them, and the energy eaten: the total, else the meals added up, as in `energyEaten`. */
export const readNutritionFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, tables.nutrition, days, {
    ...totalsOf('NutritionDay'),
    energyKilocalories: {
      categories: categoriesOf('NutritionDay', 'energyKilocalories'),
      value: sql`coalesce(r.energy_kilocalories, ${sumOf(...mealEnergies.map(columnName))})`,
      of: sql`true`,
    },
  });

/** How long someone slept: as it was sent, else deep, light and REM sleep together. */
export const readSleepFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, tables.sleep, days, {
    sleepSeconds: {
      categories: categoriesOf('SleepDay', 'sleepSeconds'),
      value: sql`coalesce(r.sleep_seconds, ${sumOf('deep_sleep_seconds', 'light_sleep_seconds', 'rem_sleep_seconds')})`,
      of: sql`true`,
    },
  });

/** The last measurement of a group. */
const last = (field: FieldOf<'BodyMetric'>, factor = 1): FigureSource => {
  const at = sql.ref(`r.${columnName(field)}`);
  return {
    categories: categoriesOf('BodyMetric', field),
    value: sql`(array_agg(${at} order by r.measured_at desc) filter (where ${at} is not null))[1] * ${factor}::float8`,
    of: sql`${at} is not null`,
  };
};

/** What each client measured last on a day. */
export const readBodyFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, tables.body, days, {
    weightKilograms: last('weightKilograms'),
    restingHeartRate: last('restingHeartRate'),
    sleepSeconds: last('sleepHours', 3600),
  });

/** The entries of one kind of a day, added up. */
const entries = (kind: 'WATER' | 'MEAL', name: string): FigureSource => {
  const of = sql`r.kind = ${kind} and ${sql.ref(`r.${name}`)} is not null`;
  return { categories: [kind], value: sql`sum(${sql.ref(`r.${name}`)}) filter (where ${of})`, of };
};

/** What was written down of a day, added up over all who wrote. */
export const readJournalFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, tables.journal, days, {
    waterMilliliters: entries('WATER', 'volume_milliliters'),
    energyKilocalories: entries('MEAL', 'energy_kilocalories'),
  });
