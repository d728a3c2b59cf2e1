import { once } from 'node:events';
import { createActivity } from '../../activities/create-activity.ts';
import type { RequestContext } from '../../platform/context.ts';
import { openOrm, type Orm } from '../../platform/database/orm.ts';
import { entities } from '../entities.ts';
import type { HistoryTask } from './history.ts';
import type { DemoPerson } from './people.ts';
import { demoWorkouts } from './workouts.ts';

const days = 180;

const [{ databaseUrl, people, until }] = (await once(process, 'message')) as [HistoryTask];
const now = new Date(until);
let stopped = false;
// The gateway says so, or is gone.
process.once('disconnect', () => (stopped = true));
const orm = await openOrm(databaseUrl, entities, 1);
try {
  await writeHistory();
} finally {
  await orm.close();
  if (process.connected) process.disconnect();
}

/** Through the same services as any door. */
async function writeHistory(): Promise<void> {
  for (const person of people) {
    for (const workout of demoWorkouts(person.seed, person.timezone, now, days)) {
      if (stopped) return;
      await createActivity(contextOf(orm, person), workout);
    }
  }
}

function contextOf(orm: Orm, person: DemoPerson): RequestContext {
  return {
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
  };
}
