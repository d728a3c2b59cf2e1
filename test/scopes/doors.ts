import { expect } from 'vitest';
import type { Scope } from '../../src/platform/scopes.ts';
import { fit } from '../graphql/form.ts';
import { day, type World } from './world.ts';

/** A route that wants a bearer token. */
export interface TokenDoor {
  kind: 'token';
  /** None: any token will do. */
  needs: readonly Scope[];
  request: (world: World) => { path: string; body?: object };
  /** The statuses of a request that was let in; 200 by default. */
  answers?: readonly number[];
  /** The door's own shape of a refusal. */
  refusal: (code: string, message: string) => object;
}

/** A page, for someone who signed in with a browser. */
export interface PageDoor {
  kind: 'page';
  /** What its form posts. */
  fields?: (world: World) => Record<string, string>;
}

/** A route that asks for no bearer token, and why. */
export interface OpenDoor {
  kind: 'open';
  why: string;
}

/** A route whose answer does not end. It wants a bearer token, and what it is asked for wants the scope: live.test.ts. */
export interface LiveDoor {
  kind: 'live';
}

export type Door = TokenDoor | PageDoor | OpenDoor | LiveDoor;

const open = (why: string): OpenDoor => ({ kind: 'open', why });
const page = (fields?: PageDoor['fields']): PageDoor => ({ kind: 'page', ...(fields && { fields }) });

const asGraphql: TokenDoor['refusal'] = (code, message) => ({ errors: [{ message, extensions: { code } }] });

const download = (what: string): TokenDoor => ({
  kind: 'token',
  needs: ['activities:read'],
  request: ({ ids }) => ({ path: `/activities/${ids.Activity}/${what}` }),
  refusal: asGraphql,
});

const clients = open('apps show who they are with their own id and secret');
const browsers = open('a browser is sent here by an app, and then asked to sign in');
const interaction = open('it belongs to the browser that an app sent here, by its cookie');
const signingIn = open('here people sign in, up and out');

/** The Train it All API: its errors have a code and a hint beside the sentence. */
const trainItAll = (needs: Scope, path: (world: World) => string, body?: object): TokenDoor => ({
  kind: 'token',
  needs: [needs],
  // A form is wanted for files, so that what is let in is then refused.
  answers: [200, 201, 415],
  request: (world) => ({ path: `/api/external/v1${path(world)}`, ...(body && { body }) }),
  refusal: (code, message) => ({
    error: message,
    errorCode: code === 'FORBIDDEN' ? 'insufficient_scope' : 'unauthorized',
    hint: expect.any(String),
  }),
});

/** The SportTracks API. */
const sportTracks = (needs: readonly Scope[], path: (world: World) => string, body?: object): TokenDoor => ({
  kind: 'token',
  needs,
  // Whoever deletes what another request has deleted was let in.
  answers: [200, 404],
  request: (world) => ({ path: `/api/v2${path(world)}`, ...(body && { body }) }),
  refusal: (code, message) => ({ error: { code, message } }),
});

const workout = { start_time: `${day}T07:00:00+01:00`, type: 'Running' };
const workoutAt = (path: string): Record<string, TokenDoor> => ({
  [`GET /api/v2${path}/:id`]: sportTracks(['activities:read'], ({ ids }) => `${path}/${ids.Activity}`),
  [`PUT /api/v2${path}/:id`]: sportTracks(['activities:write'], ({ ids }) => `${path}/${ids.Activity}`, workout),
  // Another one than the rest of the table is about.
  [`DELETE /api/v2${path}/:id`]: sportTracks(['activities:write'], () => `${path}/act_01h2xcejqtf2nbrexx3vqjhp41`),
});
const workoutsAt = (path: string): Record<string, TokenDoor> => ({
  [`GET /api/v2${path}`]: sportTracks(['activities:read'], () => path),
  [`POST /api/v2${path}`]: sportTracks(['activities:write'], () => path, workout),
});

/** The Dambel API: it says the same of every token that lacks something. */
const dambel = (needs: Scope, path: (world: World) => string, body?: (world: World) => object): TokenDoor => ({
  kind: 'token',
  needs: [needs],
  // Nobody has the share that is deleted.
  answers: [200, 404],
  request: (world) => ({ path: `/api/v1/tracker${path(world)}`, ...(body && { body: body(world) }) }),
  refusal: (code) => ({
    error: code === 'FORBIDDEN' ? 'You do not have permission to perform this action' : 'You are not authenticated',
  }),
});

/** The NOWATCH API: the status stands in the body too. */
const nowatch = (needs: Scope, path: (world: World) => string, body?: (world: World) => object): TokenDoor => ({
  kind: 'token',
  needs: [needs],
  // Nobody shares with the person of this table, and for a picture a form is wanted: whoever is told so was let in.
  answers: [200, 201, 404, 415],
  request: (world) => ({ path: `/v1/shared${path(world)}`, ...(body && { body: body(world) }) }),
  refusal: (code, message) =>
    code === 'FORBIDDEN'
      ? { statusCode: 403, message, error: 'Forbidden' }
      : { statusCode: 401, message, error: 'Unauthorized' },
});

const nobody = ({ ids }: World) => ({ userId: ids.Person });
const noGroup = '/groups/grp_01h2xcejqtf2nbrexx3vqjhp41';

/** What each dialect has for those who read about it. */
const reference = (dialect: string): Record<string, OpenDoor> =>
  Object.fromEntries(
    [
      `/${dialect}/openapi.json`,
      `/${dialect}/docs`,
      `/${dialect}/docs/json`,
      `/${dialect}/docs/yaml`,
      `/${dialect}/docs/static/*`,
      `/${dialect}/docs/static/index.html`,
      `/${dialect}/docs/static/swagger-initializer.js`,
    ].map((path) => [`GET ${path}`, open('what partners read is for everyone')]),
  );

/** Every route of the gateway. */
export const doors: Readonly<Record<string, Door>> = {
  'GET /health/live': open('it tells nothing but that the process answers'),
  'GET /health/ready': open('it tells nothing but that the database answers'),
  'GET /graphql': open('every field asks by itself: graphql.test.ts'),
  'POST /graphql': open('every field asks by itself: graphql.test.ts'),
  'GET /graphql/stream': { kind: 'live' },
  'POST /graphql/stream': { kind: 'live' },

  'GET /activities/:id/file': download('file'),
  'GET /activities/:id/fit': download('fit'),
  'GET /pictures/:token': open('pages show pictures by addresses that nobody can make up'),

  'GET /api/status': open('clients ask for the version before they have a token'),
  'POST /api/v1.1/samples': {
    kind: 'token',
    needs: ['samples:write'],
    request: () => ({
      path: '/api/v1.1/samples',
      body: {
        data_type: 'steps',
        data: [10, 20, 30].map((second) => ({
          device_name: 'iPhone',
          device_version: '17.0.3',
          start_date: `${day}T04:04:${second}.000Z`,
          end_date: `${day}T04:04:${second + 5}.000Z`,
          value: 14,
          unit: 'count',
        })),
      },
    }),
    refusal: (_code, message) => ({ error: message }),
  },
  'POST /api/v2/system/connect': sportTracks([], () => '/system/connect'),
  ...workoutsAt('/fitnessActivities'),
  ...workoutsAt('/fitnessActivities.json'),
  ...workoutAt('/fitnessActivities'),
  ...workoutAt('/fitnessActivity'),
  'POST /api/v2/fileUpload': sportTracks(['activities:write'], () => '/fileUpload', {
    format: 'FIT',
    data: Buffer.from(fit).toString('base64'),
  }),

  'GET /api/v1/tracker/shares': dambel('shares:read', () => '/shares'),
  'POST /api/v1/tracker/shares': dambel(
    'shares:write',
    () => '/shares',
    ({ sharing }) => ({ viewer_user_id: sharing.friendNumber }),
  ),
  'GET /api/v1/tracker/shares/:id': dambel('shares:read', ({ sharing }) => `/shares/${sharing.shareNumber}`),
  'PUT /api/v1/tracker/shares/:id': dambel(
    'shares:write',
    ({ sharing }) => `/shares/${sharing.shareNumber}`,
    () => ({ description: 'Changed' }),
  ),
  'DELETE /api/v1/tracker/shares/:id': dambel('shares:write', () => '/shares/5'),

  'GET /api/external/v1/profile': trainItAll('profile:read', () => '/profile'),
  'GET /api/external/v1/activities': trainItAll('activities:read', () => '/activities'),
  'POST /api/external/v1/activities': trainItAll('activities:write', () => '/activities', {
    title: 'Run',
    type: 'RUN',
    startedAt: `${day}T07:00:00Z`,
    durationMin: 30,
  }),
  'POST /api/external/v1/fit-files': trainItAll('activities:write', () => '/fit-files', {}),
  'GET /api/external/v1/activities/:activityId/fit': trainItAll(
    'activities:read',
    ({ ids }) => `/activities/${ids.Activity}/fit`,
  ),
  'GET /api/external/v1/body-metrics': trainItAll('body:read', () => '/body-metrics'),
  'POST /api/external/v1/body-metrics': trainItAll('body:write', () => '/body-metrics', {
    measuredAt: `${day}T07:00:00Z`,
    weightKg: 70,
  }),
  'GET /api/external/v1/sleep-days': trainItAll('sleep:read', () => '/sleep-days'),
  'POST /api/external/v1/sleep-days': trainItAll('sleep:write', () => '/sleep-days', { day, sleepSeconds: 27_000 }),
  'GET /api/external/v1/nutrition-days': trainItAll('nutrition:read', () => '/nutrition-days'),
  'POST /api/external/v1/nutrition-days': trainItAll('nutrition:write', () => '/nutrition-days', {
    day,
    waterMl: 2000,
  }),
  'GET /api/external/v1/daily-wellness': trainItAll('dailyWellness:read', () => '/daily-wellness'),
  'POST /api/external/v1/daily-wellness': trainItAll('dailyWellness:write', () => '/daily-wellness', {
    day,
    steps: 8500,
  }),
  'GET /v1/shared': nowatch('shares:read', () => ''),
  'DELETE /v1/shared': nowatch('shares:write', () => '', nobody),
  'POST /v1/shared/custom': {
    ...nowatch(
      'shares:write',
      () => '/custom',
      (world) => ({ ...nobody(world), customName: 'Mum', iconColor: 'red' }),
    ),
    needs: ['shares:write', 'shares:read'],
  },
  'POST /v1/shared/custom/profile-picture': nowatch('shares:write', () => '/custom/profile-picture', nobody),
  'DELETE /v1/shared/custom/profile-picture': nowatch('shares:write', () => '/custom/profile-picture', nobody),
  'GET /v1/shared/groups': nowatch('shares:read', () => '/groups'),
  'POST /v1/shared/groups': nowatch(
    'shares:write',
    () => '/groups',
    () => ({ name: 'Family' }),
  ),
  'PATCH /v1/shared/groups/:groupId': nowatch(
    'shares:write',
    () => noGroup,
    () => ({ name: 'Family' }),
  ),
  'DELETE /v1/shared/groups/:groupId': nowatch('shares:write', () => noGroup),
  'POST /v1/shared/groups/:groupId/members': nowatch('shares:write', () => `${noGroup}/members`, nobody),
  'DELETE /v1/shared/groups/:groupId/members': nowatch('shares:write', () => `${noGroup}/members`, nobody),
  ...reference('nowatch'),
  ...reference('train-it-all'),
  ...reference('samples'),
  ...reference('sporttracks'),
  ...reference('dambel'),

  'GET /.well-known/oauth-authorization-server': open('how to ask for access is for everyone to read'),
  'GET /oauth/jwks': open('public keys'),
  'GET /oauth/authorize': browsers,
  'GET /oauth2/authorize': browsers,
  'GET /oauth/authorize/:uid': interaction,
  'GET /oauth/interaction/:uid': interaction,
  'POST /oauth/interaction/:uid': interaction,
  'POST /oauth/interaction/:uid/sign-in': interaction,
  'GET /oauth/interaction/:uid/sign-up': interaction,
  'POST /oauth/interaction/:uid/sign-up': interaction,
  'POST /api/oauth/token': clients,
  'OPTIONS /api/oauth/token': clients,
  'POST /oauth2/token': clients,
  'OPTIONS /oauth2/token': clients,
  'POST /api/oauth/revoke': clients,
  'OPTIONS /api/oauth/revoke': clients,
  'POST /api/oauth/introspect': clients,
  'OPTIONS /api/oauth/introspect': clients,

  'GET /assets/style.css': open('how pages look'),
  'GET /sign-in': signingIn,
  'POST /sign-in': signingIn,
  'GET /sign-up': signingIn,
  'POST /sign-up': signingIn,
  'GET /signed-out': signingIn,
  'POST /account/sign-out': signingIn,
  'GET /': signingIn,
  'GET /account': page(),
  'GET /account/apps': page(),
  'POST /account/apps/disconnect': page(({ clientId }) => ({ clientId })),
  'GET /account/tokens': page(),
  'POST /account/tokens': page(() => ({ name: 'mine', days: '30', scopes: 'profile:read' })),
  'POST /account/tokens/revoke': page(({ ids }) => ({ id: ids.AccessToken as string })),
  'GET /account/password': page(),
  'POST /account/password': page(() => ({
    current: 'correct horse battery',
    password: 'another long one',
    again: 'another long one',
  })),
};
