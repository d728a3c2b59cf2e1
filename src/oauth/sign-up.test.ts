import { describe, expect, test } from 'vitest';
import { person, requests } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { signsIn } from '../../test/oauth/connection.ts';
import { authorization, exchanges, partner, password } from '../../test/oauth/partner.ts';
import { visitor } from '../../test/oauth/visitor.ts';

const [closed, open] = [useGateway(), useGateway({ REGISTRATION: 'open' })];
const newcomer = (email: string) => ({ name: 'Eve', email, password, timezone: 'Europe/Berlin' });

describe('where registration is closed', () => {
  test('there is no page to sign up, no link to it, and no way to send its form', async () => {
    const browser = visitor(closed.url);
    expect((await browser.open('/sign-up')).status).toBe(404);
    const signIn = await browser.open('/sign-in');
    expect(signIn.html).not.toContain('sign-up');
    const csrf = /name="_csrf" value="([^"]*)"/.exec(signIn.html)?.[1] ?? '';
    const body = new URLSearchParams({ ...newcomer('eve@closed.example'), _csrf: csrf });
    expect((await browser.open('/sign-up', { method: 'POST', body })).status).toBe(404);
    await expect(signsIn(closed, { email: 'eve@closed.example' }, password)).rejects.toThrow(/^400 /);
  });
});

describe('where registration is open', () => {
  test('someone whom an app sends makes an account, allows the app, and the app gets tokens', async () => {
    const [app, browser] = [await partner(open), visitor(open.url)];
    const { url, verifier } = authorization(open, app);
    const signIn = await browser.open(url);
    const link = /href="([^"]*sign-up[^"]*)"/.exec(signIn.html)?.[1] as string;
    const consent = await browser.submit(await browser.open(link), newcomer('eve@open.example'));
    expect(consent.html).toContain('eve@open.example');
    const { leftFor } = await browser.submit(consent, { decision: 'allow' });
    const { body } = await exchanges(open, app, leftFor as URL, verifier);
    expect(await requests(open, body.access_token).gets('{ viewer { name timezone } }')).toEqual({
      viewer: { name: 'Eve', timezone: 'Europe/Berlin' },
    });
  });

  test('the name may be left out, and spaces around the address do not count', async () => {
    const browser = visitor(open.url);
    const fields = { ...newcomer('  nameless@open.example '), name: ' ' };
    const page = await browser.submit(await browser.open('/sign-up'), fields);
    expect([page.status, page.html.includes('nameless@open.example')]).toEqual([200, true]);
  });

  test.each([
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['a short password', { password: 'short' }, 'password'],
    ['an endless password', { password: 'p'.repeat(1001) }, 'password'],
    ['a zone that is none', { timezone: 'Mars/Olympus' }, 'timezone'],
    ['an endless name', { name: 'n'.repeat(201) }, 'name'],
  ])('%s is pointed at, and no password is repeated', async (_what, fields, name) => {
    const browser = visitor(open.url);
    const entered = { ...newcomer('mallory@open.example'), ...fields };
    const page = await browser.submit(await browser.open('/sign-up'), entered);
    expect([page.status, page.html.includes(`id="${name}-problem"`)]).toEqual([400, true]);
    expect(page.html).not.toContain(entered.password);
  });

  test('an address that is taken is refused in any case of its letters', async () => {
    const ann = await person(open);
    const browser = visitor(open.url);
    const page = await browser.submit(await browser.open('/sign-up'), newcomer(ann.email.toUpperCase()));
    expect([page.status, page.html.includes('is taken')]).toEqual([400, true]);
    await signsIn(open, ann, password);
  });
});
