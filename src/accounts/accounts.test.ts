import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { issueToken, revokeToken } from './tokens.service.ts';
import { addUser } from './users.service.ts';

const gateway = useGateway();

const asksWith = (authorization: string) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  });

describe('a bearer token', () => {
  const hour = { scopes: ['profile:read'], lifetimeSeconds: 3600 };

  test.each([
    ['is unknown', async () => 'vg_pt_unknown'],
    ['is not even one', async () => 'a b"c'],
    [
      'has expired',
      async () => {
        const { id } = await person(gateway);
        return (await issueToken(gateway.orm.em.fork(), id, hour, new Date(Date.now() - 3_600_001))).token;
      },
    ],
    [
      'was revoked',
      async () => {
        const { id } = await person(gateway);
        const { token } = await issueToken(gateway.orm.em.fork(), id, hour, new Date());
        await revokeToken(gateway.orm.em.fork(), token, new Date());
        return token;
      },
    ],
  ])('that %s is refused in the words of HTTP and of GraphQL', async (_what, make) => {
    const response = await asksWith(`Bearer ${await make()}`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="vitalgate", error="invalid_token"');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('is stored only as a hash', async () => {
    const { token } = await person(gateway);
    const rows = await gateway.orm.em.fork().execute('select access_tokens::text as row from access_tokens');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token.slice(6));
  });
});

test('an e-mail belongs to one person, without regard to case', async () => {
  const { email } = await person(gateway);
  const again = { email: email.toUpperCase(), password: 'long enough!' };
  await expect(addUser(gateway.orm.em.fork(), again, new Date())).rejects.toMatchObject({
    code: 'CONFLICT',
    fields: { email: ['is taken'] },
  });
});

describe('updateProfile', () => {
  const update = `mutation ($input: UpdateProfileInput!) {
    updateProfile(input: $input) { user { name image timezone } }
  }`;

  test('changes what is given, clears what is null and keeps the rest', async () => {
    const ann = await person(gateway, { name: 'Ann', timezone: 'Europe/Berlin' });
    const image = 'https://pictures.example/ann.png';
    await ann.gets(update, { input: { image, timezone: 'Asia/Tokyo' } });
    expect(await ann.gets(update, { input: { name: null } })).toEqual({
      updateProfile: { user: { name: null, image, timezone: 'Asia/Tokyo' } },
    });
  });

  test('names each field that is wrong and changes nothing', async () => {
    const ann = await person(gateway, { name: 'Ann' });
    const { errors } = await ann.ask(update, { input: { name: ' ', image: 'javascript:alert(1)', timezone: 'Mars' } });
    expect(Object.keys(errors?.[0]?.extensions.fields ?? {}).sort()).toEqual(['image', 'name', 'timezone']);
    expect(await ann.gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Ann' } });
  });

  test('takes no name that turns other words around or breaks the line', async () => {
    const ann = await person(gateway, { name: 'Ann' });
    for (const name of ['\u202eevil', 'a\nb', '\u2066a', 'a\u0000']) {
      const { errors } = await ann.ask(update, { input: { name } });
      expect(Object.keys(errors?.[0]?.extensions.fields ?? {})).toEqual(['name']);
    }
  });

  test('needs the scope account:manage', async () => {
    const app = await person(gateway, { scopes: ['profile:read', 'activities:write'] });
    const { errors } = await app.ask(update, { input: { name: 'Someone' } });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
