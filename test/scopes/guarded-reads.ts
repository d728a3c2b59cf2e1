import type { Scope } from '../../src/platform/scopes.ts';
import type { Guarded } from './guarded-field.ts';
import { day, type World } from './world.ts';

/** A sibling, which must answer whatever is refused beside it. */
const sibling = 'me: viewer { id }';

const anyone = { needs: [], why: 'any token may ask whom it speaks for' } as const;
const holder = { needs: [], why: 'it holds nothing itself: its fields are guarded' } as const;

export type Need = Pick<Guarded, 'needs' | 'why' | 'admin'>;
export const scope = (...needs: Scope[]): Need => ({ needs });
const admin: Need = { needs: ['account:manage'], admin: true };

const ofQuery = (name: string, need: Need, selection: string): Guarded => ({
  field: `Query.${name}`,
  ...need,
  operation: `{ ${selection} ${sibling} }`,
  at: [name],
  variables: () => ({}),
});

export const ofUser = (name: string, need: Need, selection = name): Guarded => ({
  field: `User.${name}`,
  ...need,
  operation: `{ viewer { ${selection} } ${sibling} }`,
  at: ['viewer', name],
  variables: () => ({}),
});

const ofHealth = (
  field: string,
  need: Need,
  selection: string,
  variables: (world: World) => object = () => ({}),
): Guarded => ({
  field: `HealthData.${field}`,
  ...need,
  operation: `${selection.includes('$id') ? 'query ($id: ID!) ' : ''}{ viewer { health { ${selection} } } ${sibling} }`,
  at: ['viewer', 'health', field.split(' ')[0] as string],
  variables,
});

const ofPerson = (name: string, need: Need): Guarded => ({
  field: `Person.${name}`,
  ...need,
  operation: `{ viewer { health { owner { ${name} } } } ${sibling} }`,
  at: ['viewer', 'health', 'owner', name],
  variables: () => ({}),
});

/** A node by its id, alone and in a list. */
export const ofNode = (type: string, need: Need): Guarded[] => [
  {
    field: `Query.node (${type})`,
    ...need,
    operation: `query ($id: ID!) { node(id: $id) { id } ${sibling} }`,
    at: ['node'],
    variables: ({ ids }) => ({ id: ids[type] }),
  },
  {
    field: `Query.nodes (${type})`,
    ...need,
    operation: `query ($ids: [ID!]!) { nodes(ids: $ids) { id } ${sibling} }`,
    at: ['nodes', 1],
    // Beside it stands one that every token may ask for.
    variables: ({ ids }) => ({ ids: [ids.User, ids[type]] }),
  },
];

const night = { from: `${day}T00:00:00Z`, to: `${day}T12:00:00Z` };

export const guardedReads: readonly Guarded[] = [
  ofQuery('viewer', anyone, 'viewer { id }'),
  ofQuery('clients', admin, 'clients { edges { node { clientId } } totalCount }'),

  ...ofNode('User', anyone),
  ...ofNode('Person', anyone),
  ...ofNode('OAuthClient', admin),
  ...ofNode('AccessToken', scope('account:manage')),
  ...ofNode('Activity', scope('activities:read')),
  ...ofNode('SleepDay', scope('sleep:read')),
  ...ofNode('WellnessDay', scope('dailyWellness:read')),
  ...ofNode('NutritionDay', scope('nutrition:read')),
  ...ofNode('BodyMetric', scope('body:read')),
  ...ofNode('Wakeup', scope('sleep:read')),
  ...ofNode('Meal', scope('nutrition:read')),
  ...ofNode('Supplement', scope('nutrition:read')),
  ...ofNode('Water', scope('nutrition:read')),

  ofUser('id', anyone),
  ofUser('number', anyone),
  ofUser('health', holder, 'health { __typename }'),
  ofUser('name', scope('profile:read')),
  ofUser('email', scope('profile:read')),
  ofUser('image', scope('profile:read')),
  ofUser('timezone', scope('profile:read')),
  ofUser('createdAt', scope('profile:read')),
  ofUser('tokens', scope('account:manage'), 'tokens { id }'),
  ofUser('connectedApps', scope('account:manage'), 'connectedApps { clientId }'),
  ofUser('sourcePreferences', scope('account:manage'), 'sourcePreferences { category }'),

  ofPerson('id', anyone),
  ofPerson('name', scope('profile:read')),
  ofPerson('image', scope('profile:read')),

  ofHealth('categories', { needs: [], why: 'it tells what is open, not what is there' }, 'categories'),
  ofHealth('owner', holder, 'owner { __typename }'),
  ofHealth('activities', scope('activities:read'), 'activities { edges { node { id } } totalCount }'),
  ofHealth('activity', scope('activities:read'), 'activity(id: $id) { id }', ({ ids }) => ({ id: ids.Activity })),
  ofHealth('sleepDays', scope('sleep:read'), 'sleepDays { edges { node { id } } totalCount }'),
  ofHealth('wellnessDays', scope('dailyWellness:read'), 'wellnessDays { edges { node { id } } totalCount }'),
  ofHealth('nutritionDays', scope('nutrition:read'), 'nutritionDays { edges { node { id } } totalCount }'),
  ofHealth('bodyMetrics', scope('body:read'), 'bodyMetrics { edges { node { id } } totalCount }'),
  ofHealth('journal', scope('sleep:read', 'nutrition:read'), 'journal { edges { node { id } } totalCount }'),
  ofHealth('journal (WAKEUP)', scope('sleep:read'), 'journal(kinds: [WAKEUP]) { totalCount }'),
  ofHealth('journal (MEAL)', scope('nutrition:read'), 'journal(kinds: [MEAL]) { totalCount }'),
  ofHealth('journal (SUPPLEMENT)', scope('nutrition:read'), 'journal(kinds: [SUPPLEMENT]) { totalCount }'),
  ofHealth('journal (WATER)', scope('nutrition:read'), 'journal(kinds: [WATER]) { totalCount }'),
  ofHealth('samples', scope('samples:read'), 'samples(metric: STEPS) { samples { value } }'),
  ofHealth(
    'series',
    scope('samples:read'),
    `series(metric: STEPS, bucket: HOUR, from: "${night.from}", to: "${night.to}") { counts }`,
  ),
  ofHealth(
    'days',
    scope('activities:read', 'body:read', 'sleep:read', 'nutrition:read', 'dailyWellness:read', 'samples:read'),
    `days(from: "${day}", to: "${day}") { date }`,
  ),
];
