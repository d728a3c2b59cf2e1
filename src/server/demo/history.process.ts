import { once } from 'node:events';
import { DateTime } from 'luxon';
import { createActivity } from '../../activities/create-activity.ts';
import { bodyMetrics } from '../../daily/body-metric.ts';
import { journal } from '../../daily/journal.ts';
import { nutritionDays } from '../../daily/nutrition-day.ts';
import { recordDaily } from '../../daily/record.write.ts';
import { sleepDays } from '../../daily/sleep-day.ts';
import { wellnessDays } from '../../daily/wellness-day.ts';
import type { RequestContext } from '../../platform/context.ts';
import { databaseDoorbell } from '../../live/doorbells.ts';
import { closeOrm, openOrm, type Orm } from '../../platform/database/orm.ts';
import { scopes } from '../../platform/scopes.ts';
import { addSamples } from '../../samples/add-samples.ts';
import type { MetricName } from '../../samples/metrics.ts';
import type { GivenSample } from '../../samples/sample.input.ts';
import { notifiableCategories } from '../../sharing/categories.ts';
import { createShare } from '../../sharing/create-share.ts';
import { entities } from '../entities.ts';
import { bodyOf, drawDay, entriesOf, nutritionOf, sleepOf, wellnessOf, type DemoDay, type Exertion } from './days.ts';
import type { HistoryTask } from './history.ts';
import type { DemoPerson } from './people.ts';
import { randomBetween, type Between } from './random.ts';
import { samplesOf } from './series.ts';
import { demoWorkouts, type DemoWorkout } from './workouts.ts';

const days = 180;

const [{ databaseUrl, people, until }] = (await once(process, 'message')) as [HistoryTask];
const now = new Date(until);
let stopped = false;
// The gateway says so, or is gone.
process.once('disconnect', () => (stopped = true));
const orm = await openOrm(databaseUrl, entities, 1);
try {
  await share(people);
  for (const person of people) await writeHistory(person);
} finally {
  await closeOrm(orm);
  if (process.connected) process.disconnect();
}

/** The first shows the second all but places and notes, the second some of it in return. */
async function share([first, second]: readonly DemoPerson[]): Promise<void> {
  if (!first || !second) return;
  const most = [...notifiableCategories, 'HEART_RATE', 'STEPS'] as const;
  await createShare(contextOf(orm, first), { viewerId: second.id, include: [...most], notify: ['SLEEP', 'WORKOUT'] });
  await createShare(contextOf(orm, second), { viewerId: first.id, include: ['SLEEP', 'WORKOUT'], notify: ['WORKOUT'] });
}

/** Day by day, through the same services as any door. */
async function writeHistory(person: DemoPerson): Promise<void> {
  const workouts = Map.groupBy(demoWorkouts(person.seed, person.timezone, now, days), ({ startedAt }) =>
    startedAt.slice(0, 10),
  );
  const between = randomBetween(person.seed + 1);
  const today = DateTime.fromJSDate(now, { zone: person.timezone }).startOf('day');
  for (let age = days; age >= 1; age -= 1) {
    if (stopped) return;
    const date = today.minus({ days: age });
    const own = workouts.get(date.toISODate() as string) ?? [];
    const ctx = contextOf(orm, person);
    for (const workout of own) await createActivity(ctx, workout);
    const day = drawDay(date, age, days, person.physique, own.map(toExertion), between);
    await writeRecords(ctx, person, day, between);
    for (const [metric, samples] of Object.entries(samplesOf(day, between)) as [MetricName, GivenSample[]][])
      await addSamples(ctx, metric, samples);
  }
}

async function writeRecords(ctx: RequestContext, person: DemoPerson, day: DemoDay, between: Between): Promise<void> {
  await recordDaily(ctx, sleepDays, sleepOf(day, between));
  await recordDaily(ctx, wellnessDays, wellnessOf(day, between));
  await recordDaily(ctx, nutritionDays, nutritionOf(day, between));
  const body = bodyOf(day, person.physique, between);
  if (body) await recordDaily(ctx, bodyMetrics, body);
  const entries = entriesOf(day, between);
  for (const draft of entries.WAKEUP) await recordDaily(ctx, journal.WAKEUP, draft);
  for (const draft of entries.SUPPLEMENT) await recordDaily(ctx, journal.SUPPLEMENT, draft);
  for (const draft of entries.MEAL) await recordDaily(ctx, journal.MEAL, draft);
  for (const draft of entries.WATER) await recordDaily(ctx, journal.WATER, draft);
}

function toExertion({ startedAt, durationSeconds, energyKilocalories, sport }: DemoWorkout): Exertion {
  const startMs = Date.parse(startedAt);
  return {
    startMs,
    endMs: startMs + durationSeconds * 1000,
    energyKilocalories: energyKilocalories ?? 0,
    onFoot: sport === 'running',
  };
}

function contextOf(orm: Orm, person: DemoPerson): RequestContext {
  return {
    em: orm.em.fork(),
    viewer: {
      userId: person.id,
      tokenId: 'demo',
      clientId: null,
      scopes: new Set(scopes),
      timezone: person.timezone,
      organisationId: '',
      number: person.number,
      isAdmin: false,
      expiresAtMs: Infinity,
    },
    // Nothing remembers tokens in this process.
    forgetTokens: () => {},
    now: () => now,
    door: 'GRAPHQL',
    doorbell: databaseDoorbell,
    // Nobody reads another's data here.
    readNotes: { take: () => {}, flush: () => Promise.resolve() },
    memo: new Map(),
  };
}
