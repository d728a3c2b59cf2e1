import { expect, test } from 'vitest';
import { person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { signsIn } from '../oauth/connection.ts';
import { password } from '../oauth/partner.ts';
import { visitor, type Visitor } from '../oauth/visitor.ts';

const gateway = useGateway();

const valueOf = (browser: Visitor, name: string) =>
  browser.cookies().find((cookie) => cookie.name === name)?.value as string;

/** Makes a token without looking at the page that would show it: the cookie that hands it to that page. */
async function makesToken(browser: Visitor): Promise<string> {
  const { html } = await browser.open('/account/tokens');
  const csrf = /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const response = await fetch(`${gateway.url}/account/tokens`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie: ['vg_session', 'vg_csrf'].map((name) => `${name}=${valueOf(browser, name)}`).join('; '),
    },
    body: new URLSearchParams({ _csrf: csrf, name: 'Bait', days: '1', scopes: 'body:read' }),
  });
  expect(response.headers.get('location')).toBe('/account/tokens');
  return /^vg_shown=([^;]*)/.exec(
    response.headers.getSetCookie().find((text) => text.startsWith('vg_shown')) ?? '',
  )?.[1] as string;
}

test('a new token is shown to the session that made it, and to nobody in whose browser its cookie is put', async () => {
  const [ann, mallory] = [await person(gateway), await person(gateway, { name: 'Mallory' })];
  const [own, other] = [await signsIn(gateway, mallory, password), await signsIn(gateway, ann, password)];
  const stranger = visitor(gateway.url);
  const shown = await makesToken(own);
  const sees = async (browser: Visitor) => {
    browser.plant('vg_shown', shown);
    const { status, html } = await browser.open('/account/tokens');
    return [status, html.includes('Copy it now'), html.includes('vg_pt_')];
  };
  expect(await sees(other)).toEqual([200, false, false]);
  expect(await sees(stranger)).toEqual([200, false, false]);
  expect(await sees(own)).toEqual([200, true, true]);
});

test('nor to the same person after they signed in anew', async () => {
  const ann = await person(gateway);
  const browser = await signsIn(gateway, ann, password);
  const shown = await makesToken(browser);
  await signsIn(gateway, ann, password, browser);
  browser.plant('vg_shown', shown);
  expect((await browser.open('/account/tokens')).html).not.toContain('Copy it now');
});
