import { beforeAll, describe, expect, test } from 'vitest';
import { scopes, type Scope } from '../../src/platform/scopes.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { doors, type TokenDoor } from './doors.ts';
import { watchRoutes } from './routes.ts';
import { makeWorld, type World } from './world.ts';

const routes = watchRoutes();
const gateway = useGateway();

let world: World;
beforeAll(async () => {
  world = await makeWorld(gateway);
});

test('every route is in the table, and the table has no other', () => {
  expect([...routes].sort()).toEqual(Object.keys(doors).sort());
});

const guardedDoors = Object.entries(doors).filter((entry): entry is [string, TokenDoor] => entry[1].kind === 'token');

interface Answer {
  status: number;
  challenge: string | null;
  text: string;
}

async function call(
  route: string,
  door: TokenDoor,
  headers: Record<string, string>,
  method = route.split(' ')[0] as string,
): Promise<Answer> {
  const { path, body } = door.request(world);
  const response = await fetch(gateway.url + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    text: await response.text(),
  };
}

/** Whether the request was let in, whatever came of it. */
const letIn = ({ answers = [200] }: TokenDoor, status: number): boolean => answers.includes(status);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const words = (scope: Scope) => `This needs a token with the scope ${scope}.`;
const refused = (door: TokenDoor, scope: Scope) => ({ status: 403, body: door.refusal('FORBIDDEN', words(scope)) });

describe('a token without one scope is refused exactly what needs it, in the words of the door:', () => {
  test.each(guardedDoors)('%s', async (route, door) => {
    const outcomes: Record<string, object> = {};
    for (const scope of scopes) {
      const { status, text } = await call(route, door, bearer(world.tokenWithout(scope)));
      outcomes[scope] = status === 403 ? { status, body: JSON.parse(text) as object } : { in: letIn(door, status) };
    }
    const expected = scopes.map((scope) => [scope, door.needs.includes(scope) ? refused(door, scope) : { in: true }]);
    expect(outcomes).toEqual(Object.fromEntries(expected));
  });
});

describe('a token with no more than the scopes of a route may use it:', () => {
  test.each(guardedDoors)('%s', async (route, door) => {
    const token = await world.tokenWith(door.needs.length > 0 ? door.needs : ['notifications:read']);
    expect(letIn(door, (await call(route, door, bearer(token))).status)).toBe(true);
  });
});

const reads = guardedDoors.filter(([route]) => route.startsWith('GET '));

describe('HEAD asks for the same as GET:', () => {
  test.each(reads)('%s', async (route, door) => {
    const token = await world.tokenWith(scopes.filter((scope) => !door.needs.includes(scope)));
    expect((await call(route, door, {}, 'HEAD')).status).toBe(401);
    expect((await call(route, door, bearer(token), 'HEAD')).status).toBe(403);
    expect((await call(route, door, bearer(world.owner.token), 'HEAD')).status).toBe(200);
  });
});

const readsOfOne = reads.filter(([route]) => route.includes(':'));

describe('a token that lacks the scope does not learn whether there is something:', () => {
  test.each(readsOfOne)('%s', async (route, door) => {
    const token = await world.tokenWith(scopes.filter((scope) => !door.needs.includes(scope)));
    const nothing = {
      ...door,
      request: () => ({
        path: door
          .request(world)
          .path.replace(/act_\w+/, 'act_01h2xcejqtf2nbrexx3vqjhp41')
          .replace(/\/shares\/\d+$/, '/shares/5'),
      }),
    };
    const [there, notThere] = [await call(route, door, bearer(token)), await call(route, nothing, bearer(token))];
    expect(notThere).toEqual(there);
    expect((await call(route, nothing, bearer(world.owner.token))).status).toBe(404);
  });
});

describe('without a live token it is 401 with WWW-Authenticate, in the words of the door, and nothing is stored:', () => {
  test.each(guardedDoors)('%s', async (route, door) => {
    const before = await world.stored();
    const missing = await call(route, door, {});
    const dead = await call(route, door, bearer('vg_pt_unknown'));
    for (const { status, text } of [missing, dead]) {
      const { message } = /"(?:message|error)":"(?<message>[^"]+)"/.exec(text)?.groups ?? {};
      expect([status, JSON.parse(text)]).toEqual([401, door.refusal('UNAUTHENTICATED', message ?? '')]);
    }
    expect(missing.challenge).toBe('Bearer realm="vitalgate"');
    expect(dead.challenge).toBe('Bearer realm="vitalgate", error="invalid_token"');
    for (const scope of door.needs) await call(route, door, bearer(world.tokenWithout(scope)));
    expect(await world.stored()).toEqual(before);
  });
});

describe('a token is taken from the Authorization header alone, not from the address:', () => {
  test.each(guardedDoors)('%s', async (route, door) => {
    const elsewhere: TokenDoor = {
      ...door,
      request(of) {
        const { path, ...rest } = door.request(of);
        return { path: `${path}?access_token=${of.owner.token}`, ...rest };
      },
    };
    expect((await call(route, elsewhere, {})).status).toBe(401);
  });
});

const openReads = Object.entries(doors)
  .filter(([route, { kind }]) => kind === 'open' && route.startsWith('GET ') && !route.includes(':'))
  .map(([route]) => route);

test.each(openReads)('what is open says the same to everyone, whatever token they have: %s', async (route) => {
  const read = async (headers: Record<string, string>) => {
    const response = await fetch(gateway.url + route.slice('GET '.length), { headers, redirect: 'manual' });
    // A form's token and a policy's nonce are made anew for each.
    return [response.status, (await response.text()).replaceAll(/value="[^"]*"/g, '')];
  };
  expect(await read(bearer(world.owner.token))).toEqual(await read({}));
});
