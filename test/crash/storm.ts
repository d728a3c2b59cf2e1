import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Postgres } from './cluster/postgres.ts';
import type { Processes } from './cluster/processes.ts';
import type { Viewer } from './viewers.ts';

export interface Damage {
  kills: number;
  databaseCuts: number;
  databaseRestarts: number;
}

export interface StormParts {
  seconds: number;
  processes: Processes;
  postgres: Postgres;
  viewers: readonly Viewer[];
  /** One chance for each kind of damage. */
  chances: readonly [Chance, Chance, Chance, Chance];
}

/** Breaks whatever can break for a while, and lets everything stand again at its end. */
export async function storm({ seconds, processes, postgres, viewers, chances }: StormParts): Promise<Damage> {
  const damage: Damage = { kills: 0, databaseCuts: 0, databaseRestarts: 0 };
  const [kills, cuts, databaseCuts, restarts] = chances;
  const end = Date.now() + seconds * 1000;
  /** Does something again and again, after pauses of chance. */
  const again = async (chance: Chance, [shortest, longest]: [number, number], act: () => Promise<void> | void) => {
    for (;;) {
      const pause = chance.whole(shortest, longest);
      if (Date.now() + pause > end) return;
      await sleep(pause);
      await act();
    }
  };

  const reviving: Promise<void>[] = [];
  const killOne = async () => {
    const standing = [...processes.urls.keys()].filter((index) => processes.isUp(index));
    // Mostly another one is left, so that there is something to lose; at times none is.
    if (standing.length === 0 || (standing.length === 1 && !kills.happens(0.2))) return;
    const index = kills.one(standing);
    await processes.kill(index);
    damage.kills += 1;
    reviving.push(sleep(kills.whole(0, 1500)).then(() => processes.revive(index)));
  };
  const cutSome = () => {
    for (let count = cuts.whole(1, 3); count > 0; count -= 1) cuts.one(viewers).cut();
  };
  const cutDatabase = async () => {
    // Of a process it may be any connection of the pool, or the one that hears of what is new.
    const rows = await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'vitalgate%' order by random() limit $1`,
      [databaseCuts.whole(1, 3)],
    );
    damage.databaseCuts += rows.length;
  };
  const restartDatabase = async () => {
    await sleep(restarts.whole(30, 70) * seconds * 10);
    await postgres.restart(restarts.one(['fast', 'immediate']));
    damage.databaseRestarts += 1;
  };

  await Promise.all([
    again(kills, [1000, 4000], killOne),
    again(cuts, [50, 400], cutSome),
    again(databaseCuts, [1000, 4000], cutDatabase),
    restartDatabase(),
  ]);
  await Promise.all(reviving);
  return damage;
}
