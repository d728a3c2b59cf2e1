import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  couple,
  dashboards,
  gone,
  hasPicture,
  shares,
  shown,
  uploadsPicture,
  type Couple,
  type SeenDashboard,
} from '../../test/gateway/pictures.ts';
import { write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { issueToken } from '../accounts/tokens.service.ts';
import { halves, look, named, withTraces } from '../files/testing/made-up-picture.ts';
import { typeId } from '../platform/ids.ts';
import { serverSecrets } from '../platform/server-secrets.ts';
import { pictureAddresses } from './picture-address.ts';
import type { SharingTables } from './sharing.entity.ts';

const gateway = useGateway();

const png = await halves().png().toBuffer();

async function picturesStored(): Promise<number> {
  const rows = await gateway.orm.em
    .fork()
    .getKysely<SharingTables>()
    .selectFrom('dashboard_pictures')
    .select('id')
    .execute();
  return rows.length;
}

test('a dashboard has no picture, then the uploaded one, then none again', async () => {
  const { bob, dashboard } = await couple(gateway);
  expect(dashboard.pictureUrl).toBeNull();
  const url = await hasPicture(gateway, bob, dashboard.id, await withTraces(halves(3000, 1500)).jpeg().toBuffer());
  const [seen] = await dashboards(bob);
  expect(seen?.pictureUrl).toMatch(new RegExp(`^${gateway.url}/pictures/[\\w-]+$`));
  expect(Date.parse((seen as SeenDashboard).updatedAt)).toBeGreaterThan(Date.parse(dashboard.updatedAt));

  const picture = await look(Buffer.from(await (await fetch(url)).arrayBuffer()));
  expect([picture.width, picture.height, picture.facts.format]).toEqual([1024, 512, 'webp']);
  expect([named(picture.colourAt(10, 10)), named(picture.colourAt(1000, 500))]).toEqual(['red', 'blue']);
  expect([picture.facts.exif, picture.facts.icc, picture.facts.xmp]).toEqual([undefined, undefined, undefined]);

  const deletes = () =>
    write(bob, 'deleteDashboardPicture', { dashboardId: dashboard.id }, 'dashboard { id pictureUrl }');
  expect(await deletes()).toEqual({ dashboard: { id: dashboard.id, pictureUrl: null } });
  expect(await shown(url)).toEqual(gone);
  expect((await dashboards(bob))[0]?.pictureUrl).toBeNull();
  expect(await deletes()).toEqual({ dashboard: { id: dashboard.id, pictureUrl: null } });
});

test('a browser gets it without a token, and may do nothing with it but show it', async () => {
  const { bob, dashboard } = await couple(gateway);
  const url = await hasPicture(gateway, bob, dashboard.id, png);
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(url, { method });
    const length = (await response.arrayBuffer()).byteLength;
    expect([response.status, length > 0]).toEqual([200, method === 'GET']);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'inline',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    });
  }
});

describe('the address of a picture', () => {
  test('ends when another picture takes its place', async () => {
    const { bob, dashboard } = await couple(gateway);
    const before = await hasPicture(gateway, bob, dashboard.id, png);
    const url = await hasPicture(gateway, bob, dashboard.id, await halves(10, 10).webp().toBuffer());
    expect(await shown(before)).toEqual(gone);
    expect((await shown(url)).status).toBe(200);
  });

  test.each<[string, (couple: Couple) => Promise<unknown>]>([
    ['the owner revokes the share', ({ ann, shareId }) => write(ann, 'revokeShare', { id: shareId }, '__typename')],
    [
      'the viewer leaves',
      ({ bob, dashboard }) => write(bob, 'leaveDashboard', { dashboardId: dashboard.id }, '__typename'),
    ],
    [
      'the viewer blocks the owner',
      ({ ann, bob }) => write(bob, 'blockPerson', { personId: typeId('Person', ann.id) }, '__typename'),
    ],
  ])('ends when %s, and a new share has no picture', async (_what, end) => {
    const both = await couple(gateway);
    const url = await hasPicture(gateway, both.bob, both.dashboard.id, png);
    await end(both);
    expect(await shown(url)).toEqual(gone);
    await write(both.bob, 'unblockPerson', { personId: typeId('Person', both.ann.id) }, '__typename');
    await shares(both.ann, both.bob);
    expect((await dashboards(both.bob)).map(({ pictureUrl }) => pictureUrl)).toEqual([null]);
    expect(await shown(url)).toEqual(gone);
  });

  test('is another at each read, works for 7 days, and in every process', async () => {
    const { bob, dashboard } = await couple(gateway);
    const url = await hasPicture(gateway, bob, dashboard.id, png);
    await sleep(1100);
    const [seen] = await dashboards(bob);
    expect(seen?.pictureUrl).not.toBe(url);
    const other = await gateway.another();
    expect((await shown(url.replace(gateway.url, other))).status).toBe(200);

    const em = gateway.orm.em.fork();
    const { id: pictureId } = await em
      .getKysely<SharingTables>()
      .selectFrom('dashboard_pictures')
      .select('id')
      .where('viewer_id', '=', bob.id)
      .executeTakeFirstOrThrow();
    const { pictureKey } = await serverSecrets(em, new Date());
    const { of } = pictureAddresses(pictureKey, () => gateway.url);
    const daysAgo = (days: number) =>
      of({ pictureId } as Parameters<typeof of>[0], new Date(Date.now() - days * 86_400_000)) as string;
    expect((await shown(daysAgo(6.99))).status).toBe(200);
    expect(await shown(daysAgo(7))).toEqual(gone);
    expect((await shown(daysAgo(-1))).status).toBe(200);
  });

  test('leads nowhere when it is guessed or changed', async () => {
    const { bob, dashboard } = await couple(gateway);
    const url = await hasPicture(gateway, bob, dashboard.id, png);
    const [start, token] = [url.slice(0, -72), url.slice(-72)];
    const changed = [0, 21, 22, 28, 29, 30, 50, 71].map(
      (place) => token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1),
    );
    const guesses = [...changed, 'x', dashboard.id, '0'.repeat(72), `${token}AAAA`, token.slice(0, -4), `${token}%00`];
    for (const guess of guesses) expect([guess, await shown(start + guess)]).toEqual([guess, gone]);
    expect((await shown(url)).status).toBe(200);
  });

  test('tells nothing of people or dashboards', async () => {
    const { ann, bob, dashboard } = await couple(gateway);
    const url = await hasPicture(gateway, bob, dashboard.id, png);
    const bytes = Buffer.from(url.slice(-72), 'base64url').toString('hex');
    for (const id of [ann.id, bob.id]) expect(bytes).not.toContain(id.replaceAll('-', ''));
    expect(url).not.toContain(dashboard.id.split('_')[1]);
  });
});

test('whoever may change shares but not read them gets the id alone', async () => {
  const { bob, dashboard } = await couple(gateway);
  const { token } = await issueToken(
    gateway.orm.em.fork(),
    bob.id,
    { scopes: ['shares:write'], lifetimeSeconds: 600 },
    new Date(),
  );
  const known = await uploadsPicture(gateway, { token }, dashboard.id, png, { selection: 'id' });
  expect(known.data).toEqual({ uploadDashboardPicture: { dashboard: { id: dashboard.id } } });
  const asked = await uploadsPicture(gateway, { token }, dashboard.id, png, { selection: 'id pictureUrl' });
  expect(asked.data).toEqual({ uploadDashboardPicture: { dashboard: { id: dashboard.id, pictureUrl: null } } });
  expect(asked.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('a dashboard that ends while its picture is drawn gets none, nor does the next one', async () => {
  const { ann, bob, shareId, dashboard } = await couple(gateway);
  const before = await picturesStored();
  const large = await sharp({ create: { width: 7000, height: 7000, channels: 4, background: '#00000080' } })
    .png({ progressive: true, compressionLevel: 1 })
    .toBuffer();
  const answer = uploadsPicture(gateway, bob, dashboard.id, large);
  await sleep(250);
  await write(ann, 'revokeShare', { id: shareId }, '__typename');
  await shares(ann, bob);
  expect((await answer).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect((await dashboards(bob)).map(({ pictureUrl }) => pictureUrl)).toEqual([null]);
  expect(await picturesStored()).toBe(before);
});

test('of several uploads at once one stays', async () => {
  const { bob, dashboard } = await couple(gateway);
  const urls = await Promise.all(Array.from({ length: 8 }, () => hasPicture(gateway, bob, dashboard.id, png)));
  const statuses = await Promise.all(urls.map(async (url) => (await shown(url)).status));
  expect(new Set(urls).size).toBe(8);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
});
