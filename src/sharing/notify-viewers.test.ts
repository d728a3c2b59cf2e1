import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logOf, notifications, numbersOf, upTo } from '../../test/gateway/notifications.ts';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { onlyDashboard, personId, share } from '../../test/gateway/sharing.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { typeId } from '../platform/ids.ts';
import {
  asked,
  changed,
  left,
  listed,
  logged,
  newViewer,
  revoked,
  shared,
  type ModelViewer,
} from '../../test/sharing/told-model.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '1000000' });

const told = ['MEAL', 'SLEEP', 'SUPPLEMENT', 'WAKEUP', 'WATER', 'WEIGHT', 'WORKOUT'];
const included = [
  'WAKEUP',
  'WEIGHT',
  'WATER',
  'SLEEP',
  'SUPPLEMENT',
  'MEAL',
  'WORKOUT',
  'HEART_RATE',
  'STEPS',
  'LOCATION',
  'NOTES',
];
const dates = ['2026-01-14', '2026-01-15', '2026-01-16'] as const;

/** What has a category of its own, and is logged as often as one likes. */
const entries: Record<string, (date: string) => [mutation: string, input: object]> = {
  MEAL: (date) => ['logMeal', { occurredAt: `${date}T08:00:00+01:00`, name: 'Porridge' }],
  SUPPLEMENT: (date) => ['logSupplement', { occurredAt: `${date}T00:10:00+09:00`, name: 'Iron' }],
  WAKEUP: (date) => ['logWakeup', { occurredAt: `${date}T23:50:00-08:00` }],
  WATER: (date) => ['logWater', { occurredAt: `${date}T23:50:00-08:00`, volumeMilliliters: 200 }],
  WORKOUT: (date) => [
    'createActivity',
    { sport: 'running', title: 'Run', startedAt: `${date}T00:10:00+09:00`, durationSeconds: 60 },
  ],
};

/** Records of which there is one a day, by the fields that tell of something. */
const days: Record<string, Record<string, [field: string, value: (date: string) => unknown]>> = {
  recordSleepDay: { SLEEP: ['score', () => 80], WAKEUP: ['endedAt', (date) => `${date}T07:00:00+01:00`] },
  recordWellnessDay: {
    STEPS: ['steps', () => 9],
    WATER: ['waterMilliliters', () => 5],
    WORKOUT: ['activityEnergyKilocalories', () => 1],
  },
  recordNutritionDay: {
    MEAL: ['fatGrams', () => 3],
    WATER: ['waterMilliliters', () => 5],
    STEPS: ['steps', () => 9],
    WORKOUT: ['activityEnergyKilocalories', () => 1],
  },
};

/** A run of the property: an owner, their viewers, and what the model knows of them. */
class Scene {
  readonly #ann: TestPerson;
  readonly #known = new Map<string, Set<string>>();
  readonly viewers: { who: TestPerson; model: ModelViewer; shareIds: string[] }[];

  constructor(ann: TestPerson, viewers: TestPerson[]) {
    this.#ann = ann;
    this.viewers = viewers.map((who) => ({ who, model: newViewer(), shareIds: [] }));
  }

  get #models() {
    return this.viewers.map(({ model }) => model);
  }

  async logs(category: string, date: string): Promise<void> {
    const [mutation, input] = entries[category]?.(date) ?? ['', {}];
    await write(this.#ann, mutation, input, '__typename');
    logged(this.#models, [category], date);
  }

  /** A day's record is written with some of its fields, perhaps over one that is there. */
  async records(mutation: string, date: string, some: readonly string[]): Promise<void> {
    const fields = days[mutation] ?? {};
    const chosen = Object.entries(fields).filter(([category]) => some.includes(category));
    const values = Object.fromEntries(chosen.map(([, [field, value]]) => [field, value(date)]));
    await write(this.#ann, mutation, { day: date, ...values }, 'created');
    const key = `${mutation} ${date}`;
    const known = this.#known.get(key) ?? new Set();
    // A night is one, whatever it says.
    const carried = new Set([
      ...chosen.map(([category]) => category),
      ...(mutation === 'recordSleepDay' ? ['SLEEP'] : []),
    ]);
    logged(
      this.#models,
      [...carried].filter((category) => !known.has(category)),
      date,
    );
    this.#known.set(key, new Set([...known, ...carried]));
  }

  async shares(
    viewer: number,
    terms: { include: string[]; notify: string[]; startDate: string | null; endDate: string | null },
  ) {
    const { who, model, shareIds } = this.#viewer(viewer);
    if (shared(model, terms)) shareIds.push((await share(this.#ann, who, terms)).id);
    else if ((await refused(this.#ann, 'createShare', { viewerId: personId(who), ...terms })).code !== 'BAD_USER_INPUT')
      throw new Error('One who was blocked shares.');
  }

  async ends(viewer: number, at: number): Promise<void> {
    const { model, shareIds } = this.#viewer(viewer);
    if (shareIds.length === 0) return;
    const index = at % shareIds.length;
    await write(this.#ann, 'revokeShare', { id: shareIds[index] }, 'share { id }');
    revoked(model, index);
  }

  async changes(viewer: number, at: number, terms: { include: string[]; startDate: string | null }): Promise<void> {
    const { model, shareIds } = this.#viewer(viewer);
    const index = model.shares.findIndex(
      ({ isLive, endDate }, own) =>
        isLive && own >= at % model.shares.length && !(endDate && terms.startDate && terms.startDate > endDate),
    );
    if (index === -1) return;
    await write(this.#ann, 'updateShare', { id: shareIds[index], ...terms }, 'share { id }');
    changed(model, index, terms);
  }

  async asks(viewer: number, at: number, notify: string[]): Promise<void> {
    const { who, model, shareIds } = this.#viewer(viewer);
    const index = model.shares.findIndex(({ isLive }, own) => isLive && own >= at % model.shares.length);
    if (index === -1) return;
    await write(who, 'updateShare', { id: shareIds[index], notify }, 'share { id }');
    asked(model, index, notify);
  }

  async leaves(viewer: number, blocks: boolean): Promise<void> {
    const { who, model } = this.#viewer(viewer);
    if (blocks) await write(who, 'blockPerson', { personId: personId(this.#ann) }, 'personId');
    else if (model.shares.some(({ isLive }) => isLive))
      await write(who, 'leaveDashboard', { dashboardId: (await onlyDashboard(who)).id }, '__typename');
    left(model, blocks);
  }

  #viewer(index: number) {
    return this.viewers[index] as Scene['viewers'][number];
  }
}

const date = fc.constantFrom(...dates);
const viewer = fc.nat({ max: 1 });
const someOf = (names: string[]) => fc.subarray(names);
const startDate = fc.option(date);
const terms = fc
  .record({
    include: fc.oneof(fc.constant(included), someOf(included)),
    notify: fc.oneof(fc.constant(told), someOf(told)),
    startDate,
    endDate: startDate,
  })
  .filter(({ startDate, endDate }) => startDate === null || endDate === null || startDate <= endDate);
const logging = fc
  .tuple(fc.constantFrom(...Object.keys(entries)), date)
  .map((args) => (scene: Scene) => scene.logs(...args));
const recording = fc
  .tuple(fc.constantFrom(...Object.keys(days)), date, someOf(['SLEEP', 'WAKEUP', 'STEPS', 'WATER', 'WORKOUT', 'MEAL']))
  .map((args) => (scene: Scene) => scene.records(...args));
const sharing = fc.tuple(viewer, terms).map((args) => (scene: Scene) => scene.shares(...args));
const others = fc.oneof(
  fc.tuple(viewer, fc.nat({ max: 5 })).map((args) => (scene: Scene) => scene.ends(...args)),
  fc
    .tuple(viewer, fc.nat({ max: 5 }), fc.record({ include: someOf(included), startDate }))
    .map((args) => (scene: Scene) => scene.changes(...args)),
  fc.tuple(viewer, fc.nat({ max: 5 }), someOf(told)).map((args) => (scene: Scene) => scene.asks(...args)),
  fc.tuple(viewer, fc.boolean()).map((args) => (scene: Scene) => scene.leaves(...args)),
);
const act = fc.oneof(
  { weight: 3, arbitrary: logging },
  { weight: 4, arbitrary: recording },
  { weight: 3, arbitrary: sharing },
  { weight: 2, arbitrary: others },
);

test('whatever an owner and their viewers do, each viewer’s log and list are what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sharing, { minLength: 1, maxLength: 3 }),
      fc.array(act, { minLength: 4, maxLength: 16 }),
      async (first, acts) => {
        const scene = new Scene(await person(gateway), [
          await person(gateway, { name: 'Bob' }),
          await person(gateway, { name: 'Carl' }),
        ]);
        for (const act of [...first, ...acts]) await act(scene);
        for (const { who, model, shareIds } of scene.viewers) {
          const rows = (await logOf(gateway, who)).map(({ kind, category, count, localDate, shareId }) => ({
            kind,
            category,
            count,
            localDate,
            share: shareIds.indexOf(typeId('Share', shareId)),
          }));
          expect(rows).toEqual(model.log);
          expect(await numbersOf(gateway, who)).toEqual({ last: model.log.length, numbers: upTo(model.log.length) });
          const list = await notifications<object>(who, '(first: 200)', 'kind category count');
          expect(list.toReversed()).toEqual(
            listed(model).map(({ kind, category, count }) => ({ kind, category, count })),
          );
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
