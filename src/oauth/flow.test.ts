import { describe, expect, test } from 'vitest';
import { person, requests } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { authorization, exchanges, partner, password, posts } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const gateway = useGateway();

describe('a person who has not allowed an app yet', () => {
  test('signs in, is told in plain words who asks for what, says yes, and the app gets tokens', async () => {
    const [ann, app, browser] = [await person(gateway), await partner(gateway), visitor(gateway.url)];
    const { url, verifier } = authorization(gateway, app);
    const signIn = await browser.open(url);
    expect(signIn.html).toContain('to continue to');
    const consent = await browser.submit(signIn, { email: ann.email, password });
    for (const words of ['Tempo Coach', 'partner.example', 'Workouts', 'Profile', ann.email])
      expect(consent.html).toContain(words);
    const { leftFor } = await browser.submit(consent, { decision: 'allow' });
    expect(leftFor?.href.startsWith('https://partner.example/oauth/callback?')).toBe(true);
    expect(Object.fromEntries(leftFor?.searchParams ?? [])).toEqual({
      code: expect.stringMatching(/^vg_ac_/),
      state: 'state-1',
      iss: gateway.url,
    });
    const { status, body, headers } = await exchanges(gateway, app, leftFor as URL, verifier);
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^vg_at_/),
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^vg_rt_/),
        scope: 'profile:read activities:read activities:write',
      },
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await requests(gateway, body.access_token).gets('{ viewer { name } }')).toEqual({ viewer: { name: 'Ann' } });
    const again = await posts(gateway, app, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
    expect(again.body.refresh_token).not.toBe(body.refresh_token);
    expect(await requests(gateway, again.body.access_token).gets('{ viewer { name } }')).toEqual({
      viewer: { name: 'Ann' },
    });
    const silent = authorization(gateway, app);
    const { leftFor: straight } = await browser.open(silent.url);
    expect((await exchanges(gateway, app, straight as URL, silent.verifier)).status).toBe(200);
  });
});
