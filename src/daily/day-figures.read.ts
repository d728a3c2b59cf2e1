import type { EntityManager } from '@mikro-orm/postgresql';
import { sql, type RawBuilder } from 'kysely';
import type { DataAccess } from '../sharing/access.ts';
import type { Category } from '../sharing/categories.ts';
import { energyEaten, mealEnergies } from './nutrition-day.ts';
import { secondsAsleep } from './sleep-day.ts';

/** Local dates, both inclusive. */
export interface Days {
  from: string;
  to: string;
}

/** What one source says of a day. */
export interface DayFigures<Figure extends string = string> {
  localDate: string;
  /** Who wrote it; `null`: the person themself. */
  clientIds: (string | null)[];
  /** ISO 8601: when it was measured or last written. */
  writtenAt: string;
  /** `null` where it says nothing, or the access does not open it. */
  figures: Readonly<Record<Figure, number | null>>;
}

/** A column, or what is reckoned of a day's rows `r`, and the category that opens it. */
type Figures<Figure extends string> = Record<Figure, readonly [Category, RawBuilder<unknown>]>;

interface Table {
  name: string;
  writtenAt: string;
  /** One row for a client and day, from which nothing is reckoned; otherwise what the rows of a day are taken together by. */
  groupedBy?: RawBuilder<unknown>;
}

async function readFigures<Figure extends string>(
  em: EntityManager,
  access: DataAccess,
  { name, writtenAt, groupedBy }: Table,
  days: Days,
  figures: Figures<Figure>,
): Promise<DayFigures<Figure>[]> {
  const shown = Object.entries<Figures<Figure>[Figure]>(figures).map(
    ([figure, [category, value]]) =>
      sql`case when r.local_date <@ ${access.datesOf(category)}::datemultirange then ${value} end as ${sql.ref(figure)}`,
  );
  const written = sql.ref(`r.${writtenAt}`);
  const { rows } = await sql<Omit<DayFigures<Figure>, 'figures'> & Record<Figure, number | null>>`
    select r.local_date as "localDate", ${sql.join(shown)},
      ${groupedBy ? sql`array_agg(distinct r.client_id) as "clientIds", max(${written})` : sql`array[r.client_id] as "clientIds", ${written}`} as "writtenAt"
    from ${sql.table(name)} r
    where r.owner_id = ${access.ownerId} and r.local_date between ${days.from}::date and ${days.to}::date
    ${groupedBy ? sql`group by ${groupedBy}` : sql``}`.execute(em.getKysely());
  return rows.map(({ localDate, clientIds, writtenAt, ...figures }) => ({
    localDate,
    clientIds,
    writtenAt,
    figures: figures as unknown as Record<Figure, number | null>,
  }));
}

const column = (name: string) => sql.ref(`r.${name}`);

const totals = {
  steps: ['STEPS', column('steps')],
  waterMilliliters: ['WATER', column('water_milliliters')],
  activityEnergyKilocalories: ['WORKOUT', column('activity_energy_kilocalories')],
} as const;

/** Steps, water and the energy of activity as trackers total them. */
export const readWellnessFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, { name: 'wellness_days', writtenAt: 'updated_at' }, days, totals);

/** The same as food diaries total them, and the energy eaten. */
export async function readNutritionFigures(em: EntityManager, access: DataAccess, days: Days) {
  const meals = Object.fromEntries(
    [...mealEnergies, 'energyKilocalories' as const].map((meal) => [
      meal,
      ['MEAL', column(meal.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))] as const,
    ]),
  ) as Figures<(typeof mealEnergies)[number] | 'energyKilocalories'>;
  const rows = await readFigures(em, access, { name: 'nutrition_days', writtenAt: 'updated_at' }, days, {
    ...totals,
    ...meals,
  });
  return rows.map((row) => ({
    ...row,
    figures: { ...row.figures, energyKilocalories: energyEaten(row.figures) },
  }));
}

/** How long someone slept. */
export async function readSleepFigures(em: EntityManager, access: DataAccess, days: Days) {
  const rows = await readFigures(em, access, { name: 'sleep_days', writtenAt: 'updated_at' }, days, {
    sleepSeconds: ['SLEEP', column('sleep_seconds')],
    deepSleepSeconds: ['SLEEP', column('deep_sleep_seconds')],
    lightSleepSeconds: ['SLEEP', column('light_sleep_seconds')],
    remSleepSeconds: ['SLEEP', column('rem_sleep_seconds')],
  });
  return rows.map((row) => ({ ...row, figures: { ...row.figures, sleepSeconds: secondsAsleep(row.figures) } }));
}

const newest = (name: string) =>
  sql`(array_agg(${column(name)} order by r.measured_at desc) filter (where ${column(name)} is not null))[1]`;

/** What each client measured last on a day. */
export const readBodyFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(
    em,
    access,
    { name: 'body_metrics', writtenAt: 'measured_at', groupedBy: sql`r.local_date, r.client_id` },
    days,
    {
      weightKilograms: ['WEIGHT', newest('weight_kilograms')],
      restingHeartRate: ['HEART_RATE', newest('resting_heart_rate')],
      sleepSeconds: ['SLEEP', sql`${newest('sleep_hours')} * 3600`],
    },
  );

/** What was written down of a day, added up. */
export const readJournalFigures = (em: EntityManager, access: DataAccess, days: Days) =>
  readFigures(em, access, { name: 'journal_entries', writtenAt: 'updated_at', groupedBy: sql`r.local_date` }, days, {
    waterMilliliters: ['WATER', sql`sum(r.volume_milliliters) filter (where r.kind = 'WATER')`],
    energyKilocalories: ['MEAL', sql`sum(r.energy_kilocalories) filter (where r.kind = 'MEAL')`],
  });
