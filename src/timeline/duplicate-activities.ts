import { activitiesNear, type SourcedActivity } from '../activities/activity-days.read.ts';
import { partLoader } from '../activities/activity.loaders.ts';
import type { PartKey } from '../activities/activity-parts.read.ts';
import type { Activity } from '../activities/activity.ts';
import { once, requireScope, type RequestContext } from '../platform/context.ts';
import { shown } from '../sharing/shown.ts';
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

/** For each duplicate the activity that counts in its place: one statement for each owner. */
const loader = (ctx: RequestContext) =>
  partLoader<Activity>(async (keys) => {
    const counting = new Map<string, Activity[]>();
    for (const [access, own] of Map.groupBy(keys, (key) => key.access)) {
      const preferences = await preferencesOf(ctx, access);
      const ids = own.map(({ activityId }) => activityId);
      const activities = await activitiesNear(ctx.em, access, ids, lookedAtMs);
      const byId = new Map(activities.map((activity) => [activity.id, activity]));
      const duplicates = duplicatesIn(activities.map((activity) => toWorkout(activity, preferences)));
      for (const [id, best] of duplicates)
        counting.set(id, shown(ctx, access, 'Activity', [byId.get(best) as Activity]));
    }
    return counting;
  });

/** The activity that counts in place of this one; `null` when this one counts itself. @throws DomainError FORBIDDEN without `activities:read` */
export async function duplicateOf(ctx: RequestContext, key: PartKey): Promise<Activity | null> {
  requireScope(ctx, 'activities:read');
  const [counting] = await once(ctx, loader).load(key);
  return counting ?? null;
}
