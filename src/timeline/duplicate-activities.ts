import DataLoader from 'dataloader';
import { activitiesNear, type SourcedActivity } from '../activities/activity-days.read.ts';
import type { Activity } from '../activities/activity.ts';
import { once, type RequestContext } from '../platform/context.ts';
import type { DataAccess } from '../sharing/access.ts';
import { duplicatesIn, startToleranceMs, type Workout } from './duplicate-workouts.ts';
import { preferencesOf, type SourcePreferences } from './source-preference.service.ts';
import { bestRank } from './which-source.ts';

/** The activity as the rule of duplicates looks at it. */
export const toWorkout = (activity: SourcedActivity, preferences: SourcePreferences): Workout => ({
  ...activity,
  rank: bestRank(preferences.get('WORKOUT'), [activity.clientId]),
});

/** Which of two counts may hang on a third: this far around is looked, far beyond what watches disagree by. */
const lookedAtMs = 10 * startToleranceMs;

interface Key {
  access: DataAccess;
  activityId: string;
}

/** One statement for all activities of one level of a query. */
const loader = (ctx: RequestContext) =>
  new DataLoader<Key, Activity | null, string>(
    async (keys) => {
      const answers = new Map<DataAccess, Promise<(id: string) => Activity | null>>();
      for (const [access, own] of Map.groupBy(keys, (key) => key.access))
        answers.set(
          access,
          countingOnes(
            ctx,
            access,
            own.map((key) => key.activityId),
          ),
        );
      return Promise.all(keys.map(async ({ access, activityId }) => (await answers.get(access))?.(activityId) ?? null));
    },
    { cacheKeyFn: ({ access, activityId }) => `${access.ownerId}/${activityId}` },
  );

async function countingOnes(ctx: RequestContext, access: DataAccess, ids: readonly string[]) {
  const preferences = await preferencesOf(ctx, access);
  const activities = await activitiesNear(ctx.em, access, ids, lookedAtMs);
  const byId = new Map(activities.map((activity) => [activity.id, activity]));
  const duplicates = duplicatesIn(activities.map((activity) => toWorkout(activity, preferences)));
  return (id: string): Activity | null => byId.get(duplicates.get(id) ?? '') ?? null;
}

/** The activity that counts in place of this one; `null` when this one counts itself. */
export const duplicateOf = (ctx: RequestContext, key: Key): Promise<Activity | null> => once(ctx, loader).load(key);
