import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, onTestFailed, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { startPostgres } from './cluster/postgres.ts';
import { startProcesses } from './cluster/processes.ts';
import { byEvents, bySocket } from './lines.ts';
import { Owner } from './owners.ts';
import { makePeople, type Someone } from './people.ts';
import { readAnywhere, type Read } from './reading.ts';
import { recordDoors } from './record-doors.ts';
import { dambelShares, graphqlShares } from './share-doors.ts';
import { storm, type Damage } from './storm.ts';
import { judgeLogs, judgeViewer, missing, type Log } from './verdict.ts';
import { Viewer } from './viewers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How long the storm lasts; without it, as long as every run of all tests can afford. */
    stormSeconds?: number;
    /** To have the same chances again. */
    stormSeed?: number;
  }
}

const seconds = inject('stormSeconds') ?? 8;
const seed = inject('stormSeed') ?? randomInt(1_000_000);
const patienceMs = 60_000;

test(
  'processes and the database die under writers and viewers: each viewer is told each record that the rules name once and in order',
  { timeout: seconds * 1000 + 4 * patienceMs },
  async () => {
    onTestFailed(() => void process.stderr.write(`The crash test failed with STORM_SEED=${seed}\n`));
    const postgres = await startPostgres();
    const processes = await startProcesses(3, postgres);
    const people = await makePeople(postgres.url, recordDoors.length, 50);
    const read = readAnywhere(processes, chanceOf(seed, 1));

    const owners = recordDoors.map(
      (records, index) =>
        new Owner({
          who: people.owners[index] as Someone,
          records,
          shares: index % 2 === 0 ? dambelShares : graphqlShares,
          viewers: people.viewers,
          urls: processes.urls,
          chance: chanceOf(seed, 10 + index),
          read,
          postgres,
        }),
    );
    await Promise.all(owners.map((owner, index) => shareWithHalf(owner, index, people.viewers)));
    const viewers = await Promise.all(
      people.viewers.map(
        async (who, index) =>
          new Viewer({
            who,
            last: await lastOf(read, who),
            open: index % 3 === 0 ? byEvents : bySocket,
            urls: processes.urls,
            chance: chanceOf(seed, 100 + index),
          }),
      ),
    );
    const following = viewers.map((viewer) => viewer.follow());

    let isOver = false;
    const chances = [chanceOf(seed, 2), chanceOf(seed, 3), chanceOf(seed, 4), chanceOf(seed, 5)] as const;
    const [damage] = await Promise.all([
      storm({ seconds, processes, postgres, viewers, chances }).finally(() => (isOver = true)),
      ...owners.map((owner) => owner.writeUntil(() => isOver)),
    ]);
    // Whoever is not told of these follows no more.
    for (const owner of owners) await owner.record();

    expect(processes.endedByThemselves()).toEqual([]);
    const logs = await judgeLogs(owners, viewers, read, postgres);
    const logOf = ({ who }: Viewer) => logs.get(who.id) as Log;
    const lacks = () => viewers.filter((viewer) => missing(viewer, logOf(viewer)).length > 0);
    for (const end = Date.now() + patienceMs; lacks().length > 0 && Date.now() < end;) await sleep(100);
    for (const viewer of viewers) viewer.stop();
    await Promise.all(following);
    tell(owners, viewers, damage);
    for (const viewer of viewers) await judgeViewer(viewer, logOf(viewer), read);
    // A calm would prove nothing.
    expect(Math.min(...Object.values(damage), ...viewers.map(({ connections }) => connections))).toBeGreaterThan(0);
    expect(new Set(owners.flatMap(({ done }) => done.map(({ act }) => act.kind))).size).toBe(4);
  },
);

/** Everyone is shared with by some, so that everyone has a place to begin at. */
async function shareWithHalf(owner: Owner, index: number, viewers: readonly Someone[]): Promise<void> {
  for (const [number, viewer] of viewers.entries()) if ((number + index) % 2 === 0) await owner.share(viewer);
}

async function lastOf(read: Read, { token }: Someone): Promise<{ id: string; cursor: string }> {
  const { viewer } = await read<{ viewer: { notifications: { edges: { node: { id: string; cursor: string } }[] } } }>(
    token,
    '{ viewer { notifications(first: 1) { edges { node { id cursor } } } } }',
  );
  const [edge] = viewer.notifications.edges;
  if (!edge) throw new Error('Nobody shares with them.');
  return edge.node;
}

/** One line of figures. */
function tell(owners: readonly Owner[], viewers: readonly Viewer[], damage: Damage): void {
  const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
    items.reduce((total, item) => total + of(item), 0);
  const done = owners.flatMap((owner) => owner.done);
  const figures = {
    seed,
    seconds,
    acknowledged: done.filter(({ isAcknowledged }) => isAcknowledged).length,
    unknown: done.filter(({ isAcknowledged }) => !isAcknowledged).length,
    unanswered: sum(owners, ({ unanswered }) => unanswered),
    sentAgain: sum(owners, ({ repeats }) => repeats),
    told: sum(viewers, ({ told }) => told.length),
    ...damage,
    viewerCuts: sum(viewers, ({ cuts }) => cuts),
    brokenEvents: sum(viewers, ({ broken }) => broken),
    reconnects: sum(viewers, ({ connections }) => connections - 1),
    longestDelayMs: Math.max(...viewers.map(({ longestDelayMs }) => longestDelayMs)),
  };
  process.stderr.write(`crash test: ${JSON.stringify(figures)}\n`);
}
