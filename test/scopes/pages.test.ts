import { beforeAll, describe, expect, test } from 'vitest';
import { useGateway } from '../gateway/test-gateway.ts';
import { post } from '../graphql/post.ts';
import { visitor, type Visitor } from '../oauth/visitor.ts';
import { doors, type PageDoor, type TokenDoor } from './doors.ts';
import { makeWorld, password, type World } from './world.ts';

const gateway = useGateway();

let world: World;
let session: string;
let signedIn: Visitor;
beforeAll(async () => {
  world = await makeWorld(gateway);
  signedIn = visitor(gateway.url);
  await signedIn.submit(await signedIn.open('/sign-in'), { email: world.owner.email, password });
  session = signedIn.cookies().find(({ name }) => name === 'vg_session')?.value ?? '';
});

const entries = Object.entries(doors);
const pages = entries.filter((entry): entry is [string, PageDoor] => entry[1].kind === 'page');
const forms = pages.filter(([route]) => route.startsWith('POST '));
const shown = pages.filter(([route]) => route.startsWith('GET ')).map(([route]) => route);
const tokenDoors = entries.filter((entry): entry is [string, TokenDoor] => entry[1].kind === 'token');

const pathOf = (route: string) => route.split(' ')[1] as string;
const bearer = () => ({ authorization: `Bearer ${world.owner.token}` });

describe('a bearer token is no sign-in for a page:', () => {
  test.each(shown)('%s', async (route) => {
    const { url, html } = await visitor(gateway.url).open(pathOf(route), { headers: bearer() });
    expect(new URL(url).pathname).toBe('/sign-in');
    expect(html).not.toContain(world.owner.email);
  });

  test.each(forms)('%s, with a token for forms and without', async (route, { fields }) => {
    const browser = visitor(gateway.url);
    const { html } = await browser.open('/sign-in');
    const csrf = /name="_csrf"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="_csrf"/.exec(html);
    const form = { ...fields?.(world), _csrf: csrf?.[1] ?? csrf?.[2] ?? '' };
    const before = await world.stored();
    const sent = { method: 'POST', headers: bearer(), body: new URLSearchParams(form) };
    const { url, status } = await browser.open(pathOf(route), sent);
    expect([new URL(url).pathname, status]).toEqual(['/sign-in', 200]);
    const without = { method: 'POST', headers: bearer(), body: new URLSearchParams(fields?.(world)) };
    expect((await browser.open(pathOf(route), without)).status).toBe(403);
    expect(await world.stored()).toEqual(before);
  });
});

describe('a page is shown to who signed in with a browser, so that the tests above say something:', () => {
  test.each(shown)('%s', async (route) => {
    const { url, html } = await signedIn.open(pathOf(route));
    expect(new URL(url).pathname).not.toBe('/sign-in');
    expect(html).toContain(world.owner.email);
  });
});

describe('a browser’s session is no bearer token:', () => {
  /** All the ways in which it could be mistaken for one. */
  function disguises(): Record<string, string>[] {
    const cookies = signedIn.cookies().map(({ name, value }) => `${name}=${value}`);
    return [{ cookie: cookies.join('; ') }, { authorization: `Bearer ${session}` }];
  }

  test.each(tokenDoors)('%s', async (route, door) => {
    const { path, body } = door.request(world);
    const [method = ''] = route.split(' ');
    const before = await world.stored();
    for (const headers of disguises()) {
      const response = await fetch(gateway.url + path, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(response.status).toBe(401);
    }
    expect(await world.stored()).toEqual(before);
  });

  test('GraphQL', async () => {
    expect(session).toMatch(/^vg_ss_/);
    const query = '{ viewer { id } }';
    for (const headers of disguises()) {
      const { status, errors } = await post(gateway, { query }, headers);
      expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});
