import type { Scope } from '../../src/platform/scopes.ts';
import type { Guarded } from './guarded-field.ts';
import { day, meal, moment, run, steps, supplement, wakeup, water, weight, type World } from './world.ts';

type Input = (world: World) => object | Promise<object>;

const inputType = (mutation: string) => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;

export const mutation = (name: string, needs: Scope, input: Input, rest: Partial<Guarded> = {}): Guarded => ({
  field: `Mutation.${name}`,
  needs: [needs],
  operation: `mutation ($input: ${inputType(name)}) { ${name}(input: $input) { __typename } }`,
  at: [name],
  variables: async (world) => ({ input: await input(world) }),
  ...rest,
});

/** Changes the record of this type that there is. */
const update = (type: string, needs: Scope, change: object): Guarded =>
  mutation(`update${type}`, needs, ({ ids }) => ({ id: ids[type], ...change }));

/** Deletes a record of this type, which is written for it. */
const remove = (type: string, needs: Scope, written: string, draft: object): Guarded =>
  mutation(`delete${type}`, needs, async ({ writes }) => ({
    id: await writes(written, draft, type.charAt(0).toLowerCase() + type.slice(1)),
  }));

let asked = 0;
/** So that what is sent again is something new. */
export const next = () => (asked += 1);

const otherDay = '2026-02-01';
const otherMoment = `${otherDay}T07:00:00+01:00`;
const newApp = { name: 'App', scopes: ['profile:read'], redirectUris: ['https://app.example/back'] };

export const guardedMutations: readonly Guarded[] = [
  mutation('updateProfile', 'account:manage', () => ({ name: `Ann ${next()}` })),
  mutation('createToken', 'account:manage', () => ({ scopes: ['account:manage'], lifetimeSeconds: 60 })),
  mutation('revokeToken', 'account:manage', async ({ spareTokenId }) => ({ id: await spareTokenId() })),
  mutation('disconnectApp', 'account:manage', async ({ clientId, connects }) => {
    await connects();
    return { clientId };
  }),
  mutation('setSourcePreference', 'account:manage', () => ({
    category: 'STEPS',
    sources: [{ device: `Watch ${next()}` }],
  })),
  mutation('createClient', 'account:manage', () => newApp, { admin: true }),
  mutation('updateClient', 'account:manage', ({ clientId }) => ({ clientId, name: `App ${next()}` }), {
    admin: true,
  }),
  mutation('rotateClientSecret', 'account:manage', ({ clientId }) => ({ clientId }), { admin: true }),

  mutation('createActivity', 'activities:write', () => run),
  update('Activity', 'activities:write', { title: 'Morning run' }),
  remove('Activity', 'activities:write', 'createActivity', { ...run, startedAt: otherMoment }),
  mutation('uploadActivityFile', 'activities:write', () => ({ file: null }), { file: 'variables.input.file' }),

  mutation('recordSleepDay', 'sleep:write', () => ({ day, score: 80 })),
  update('SleepDay', 'sleep:write', { score: 81 }),
  remove('SleepDay', 'sleep:write', 'recordSleepDay', { day: otherDay, score: 79 }),
  mutation('recordWellnessDay', 'dailyWellness:write', () => ({ day, steps: 9001 })),
  update('WellnessDay', 'dailyWellness:write', { steps: 9002 }),
  remove('WellnessDay', 'dailyWellness:write', 'recordWellnessDay', { day: otherDay, steps: 9003 }),
  mutation('recordNutritionDay', 'nutrition:write', () => ({ day, fatGrams: 70 })),
  update('NutritionDay', 'nutrition:write', { fatGrams: 71 }),
  remove('NutritionDay', 'nutrition:write', 'recordNutritionDay', { day: otherDay, fatGrams: 72 }),
  mutation('recordBodyMetric', 'body:write', () => ({ measuredAt: moment, weightKilograms: 71 })),
  update('BodyMetric', 'body:write', { weightKilograms: 72 }),
  remove('BodyMetric', 'body:write', 'recordBodyMetric', { ...weight, measuredAt: otherMoment }),

  mutation('logWakeup', 'sleep:write', () => wakeup),
  update('Wakeup', 'sleep:write', { notes: 'rested' }),
  remove('Wakeup', 'sleep:write', 'logWakeup', wakeup),
  mutation('logMeal', 'nutrition:write', () => meal),
  update('Meal', 'nutrition:write', { notes: 'warm' }),
  remove('Meal', 'nutrition:write', 'logMeal', meal),
  mutation('logSupplement', 'nutrition:write', () => supplement),
  update('Supplement', 'nutrition:write', { dose: '2000 IU' }),
  remove('Supplement', 'nutrition:write', 'logSupplement', supplement),
  mutation('logWater', 'nutrition:write', () => water),
  update('Water', 'nutrition:write', { volumeMilliliters: 400 }),
  remove('Water', 'nutrition:write', 'logWater', water),

  mutation('addSamples', 'samples:write', () => ({
    ...steps,
    samples: [{ startedAt: new Date(Date.UTC(2025, 0, 1, 0, next())).toISOString(), value: 5 }],
  })),
  mutation('deleteSamples', 'samples:write', async ({ owner }) => {
    await owner.gets('mutation ($input: AddSamplesInput!) { addSamples(input: $input) { accepted } }', {
      input: { ...steps, samples: [{ startedAt: otherMoment, value: 5 }] },
    });
    return { metric: 'STEPS', from: `${otherDay}T00:00:00Z`, to: `${otherDay}T23:00:00Z` };
  }),
];
