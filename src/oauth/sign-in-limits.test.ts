import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { signsIn } from '../../test/oauth/connection.ts';
import { authorization, partner, password } from '../../test/oauth/partner.ts';
import { visitor, type Visited } from '../../test/oauth/visitor.ts';

const gateway = useGateway({ SIGN_INS_PER_HOUR: '3' });
const narrow = useGateway({ SIGN_INS_PER_ADDRESS: '4', REGISTRATION: 'open' });

async function tries(email: string, entered: string, on = gateway): Promise<Visited> {
  const browser = visitor(on.url);
  return browser.submit(await browser.open('/sign-in'), { email, password: entered });
}

async function triesFourTimes(email: string): Promise<Visited[]> {
  const pages = [];
  for (let count = 0; count < 4; count += 1) pages.push(await tries(email, 'wrong password'));
  return pages;
}

const told = ({ status, headers, html }: Visited) => ({
  status,
  hasRetryAfter: Number(headers.get('retry-after')) > 0,
  text: html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\d+ seconds/g, 'some seconds')
    .replaceAll(/\s+/g, ' '),
});

describe('tries of a password for one account', () => {
  test('end after the third, with a page that says when to come back, even for the right one', async () => {
    const ann = await person(gateway);
    const pages = await triesFourTimes(ann.email);
    expect(pages.map(({ status }) => status)).toEqual([400, 400, 400, 429]);
    expect(pages[3]?.html).toContain('Too many tries');
    expect(Number(pages[3]?.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await tries(ann.email, password)).status).toBe(429);
    expect((await tries(` ${ann.email.toUpperCase()}`, password)).status).toBe(429);
  });

  test('end the same way when there is no such account', async () => {
    const known = (await triesFourTimes((await person(gateway)).email)).map(told);
    const unknown = (await triesFourTimes('nobody@test.example')).map(told);
    expect(unknown).toEqual(known);
  });

  test('do not keep others out', async () => {
    const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
    await triesFourTimes(ann.email);
    expect((await tries(bob.email, password)).url).toBe(`${gateway.url}/account/apps`);
  });

  test('are counted together on every page and in every process', async () => {
    const [ann, app] = [await person(gateway), await partner(gateway)];
    const other = await gateway.another();
    const browser = visitor(gateway.url);
    const page = await browser.open(authorization(gateway, app).url);
    const wrong = { email: ann.email, password: 'wrong password' };
    const elsewhere = visitor(other);
    const statuses = [
      (await browser.submit(page, wrong)).status,
      (await elsewhere.submit(await elsewhere.open('/sign-in'), wrong)).status,
      (await tries(ann.email, 'wrong password')).status,
      (await browser.submit(page, { email: ann.email, password })).status,
      (await elsewhere.submit(await elsewhere.open('/sign-in'), { email: ann.email, password })).status,
    ];
    expect(statuses).toEqual([400, 400, 400, 429, 429]);
  });

  test('count where someone who is signed in is asked for the password, too', async () => {
    const browser = await signsIn(gateway, await person(gateway), password);
    const page = await browser.open('/account/password');
    const fields = { current: 'wrong password', password: 'a new long password', again: 'a new long password' };
    const statuses = [];
    for (let count = 0; count < 3; count += 1)
      statuses.push((await browser.submit(page, fields, '/account/password')).status);
    expect(statuses).toEqual([400, 400, 429]);
  });
});

test('tries from one network address end for all accounts and for sign-ups, whatever it says of itself', async () => {
  const ann = await person(narrow);
  const statuses = [];
  for (let count = 0; count < 5; count += 1) {
    const browser = visitor(narrow.url);
    const csrf = /name="_csrf" value="([^"]*)"/.exec((await browser.open('/sign-in')).html)?.[1] ?? '';
    const body = new URLSearchParams({ _csrf: csrf, email: `${count}@test.example`, password });
    const headers = { 'x-forwarded-for': `198.51.100.${count}`, 'x-real-ip': `198.51.100.${count}` };
    statuses.push((await browser.open('/sign-in', { method: 'POST', body, headers })).status);
  }
  expect(statuses).toEqual([400, 400, 400, 400, 429]);
  expect((await tries(ann.email, password, narrow)).status).toBe(429);
  const browser = visitor(narrow.url);
  const fields = { email: 'eve@test.example', password, timezone: 'UTC' };
  expect((await browser.submit(await browser.open('/sign-up'), fields)).status).toBe(429);
});
