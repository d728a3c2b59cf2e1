import { setImmediate } from 'node:timers/promises';
import { createActivity } from '../../activities/create-activity.ts';
import type { RequestContext } from '../../platform/context.ts';
import type { Orm } from '../../platform/database/orm.ts';
import type { DemoPerson } from './people.ts';
import { demoWorkouts } from './workouts.ts';

const days = 180;

/** Writes the demo people's past through the same services as any door, in the background of a gateway that answers already. */
export async function loadDemoHistory(
  orm: Orm,
  people: readonly DemoPerson[],
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  for (const person of people) {
    for (const workout of demoWorkouts(person.seed, person.timezone, now, days)) {
      if (signal.aborted) return;
      await createActivity(contextOf(orm, person, now), workout);
      await setImmediate();
    }
  }
}

const contextOf = (orm: Orm, person: DemoPerson, now: Date): RequestContext => ({
  em: orm.em.fork(),
  viewer: {
    userId: person.id,
    tokenId: 'demo',
    clientId: null,
    scopes: new Set(['activities:write']),
    timezone: person.timezone,
  },
  now: () => now,
  memo: new Map(),
});
