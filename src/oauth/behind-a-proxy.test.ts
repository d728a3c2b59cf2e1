import { expect, test } from 'vitest';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { authorization, partner } from '../../test/oauth/partner.ts';

/** People come by https to a proxy, which takes the gateway's path off and passes on plain HTTP. */
const gateway = useGateway({ PUBLIC_URL: 'https://health.example/vitalgate', TRUST_PROXY: '1' });

const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split('; '));

test('every cookie is for https alone, out of reach of scripts and of other sites', async () => {
  const app = await partner(gateway);
  const answers = [
    await fetch(`${gateway.url}/sign-in`),
    await fetch(authorization(gateway, app).url, { redirect: 'manual' }),
  ];
  const cookies = answers.flatMap(cookiesOf);
  expect(cookies.length).toBeGreaterThan(2);
  for (const [name, ...attributes] of cookies) {
    const lower = attributes.map((attribute) => attribute.toLowerCase());
    expect([name, lower]).toEqual([name, expect.arrayContaining(['secure', 'httponly', 'samesite=lax'])]);
  }
  expect(cookies.map(([name = '']) => name.split('=')[0])).toContain('__Host-vg_csrf');
});

test('a browser is sent on within the public path, and what belongs to an interaction is sent there alone', async () => {
  const app = await partner(gateway);
  const response = await fetch(authorization(gateway, app).url, { redirect: 'manual' });
  const location = response.headers.get('location') ?? '';
  expect(location).toMatch(/^\/vitalgate\/oauth\/interaction\/[\w-]+$/);
  const paths = cookiesOf(response)
    .filter(([name = '']) => /^vg_(interaction|resume)=/.test(name))
    .map((attributes) => attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5));
  const uid = location.slice(location.lastIndexOf('/') + 1);
  expect(paths.sort()).toEqual([location, `/vitalgate/oauth/authorize/${uid}`].sort());
});

test('the metadata names the public addresses, whatever host the proxy calls', async () => {
  const response = await fetch(`${gateway.url}/.well-known/oauth-authorization-server`);
  expect(await response.json()).toMatchObject({
    issuer: 'https://health.example/vitalgate',
    authorization_endpoint: 'https://health.example/vitalgate/oauth/authorize',
    token_endpoint: 'https://health.example/vitalgate/api/oauth/token',
  });
});

test('pages point at addresses below the public path', async () => {
  const html = await (await fetch(`${gateway.url}/sign-in`)).text();
  expect(html).toContain('href="/vitalgate/assets/style.css');
  expect(html).toContain('action="/vitalgate/sign-in"');
});
