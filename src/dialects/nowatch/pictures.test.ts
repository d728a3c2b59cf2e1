import { beforeAll, describe, expect, test } from 'vitest';
import { nowatch } from '../../../test/dialects/nowatch.ts';
import { dashboards, hasPicture } from '../../../test/gateway/pictures.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { halves } from '../../files/testing/made-up-picture.ts';
import { createShare } from '../../sharing/create-share.ts';

const gateway = useGateway({ REQUESTS_PER_MINUTE: '100000' });
const api = nowatch(gateway);
const path = '/custom/profile-picture';

const jpg = await halves().jpeg().toBuffer();
const png = await halves().png().toBuffer();
const webp = await halves().webp().toBuffer();

let vic: Awaited<ReturnType<typeof api.viewer>>;
let userId = '';
beforeAll(async () => {
  vic = await api.viewer();
  ({ fromId: userId } = await api.sharesWith(vic));
});

type Part = [name: string, value: string | Uint8Array];

/** A form of parts in this order; bytes are files. */
function form(...parts: Part[]): FormData {
  const made = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') made.append(name, value);
    else made.append(name, new Blob([new Uint8Array(value)]), 'picture.png');
  }
  return made;
}

const shown = async (who: { token: string }) => (await api.lists(who))[0]?.customProfilePicture ?? '';

/** What an address leads to, for someone without a token. */
async function fetched(address: string): Promise<[number, string | null]> {
  const response = await fetch(address);
  await response.arrayBuffer();
  return [response.status, response.headers.get('content-type')];
}

describe('a picture is taken, and served without a token:', () => {
  test.each<[string, (picture: Buffer) => Part[], Buffer]>([
    [
      'jpg, the person first',
      (picture) => [
        ['userId', userId],
        ['file', picture],
      ],
      jpg,
    ],
    [
      'png, the file first',
      (picture) => [
        ['file', picture],
        ['userId', userId],
      ],
      png,
    ],
    [
      'webp, among others',
      (picture) => [
        ['name', 'Mum'],
        ['name', 'x'],
        ['file', picture],
        ['x', 'y'],
        ['userId', userId],
        ['z', ''],
      ],
      webp,
    ],
  ])('%s', async (_, parts, picture) => {
    const { status, headers, body } = await api.post<string>(vic.app, path, form(...parts(picture)));
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toMatch(new RegExp(`^${gateway.url}/pictures/[\\w-]+$`));
    expect(await fetched(body)).toEqual([200, 'image/webp']);
    expect(await fetched(await shown(vic.app))).toEqual([200, 'image/webp']);
    await api.delete(vic.app, path, { userId });
  });
});

test('a picture is the viewer’s own, in groups too, and another takes its place', async () => {
  const viewer = await api.viewer();
  const zoe = await api.viewer('Zoe');
  const ann = await api.sharesWith(viewer);
  await createShare(await gateway.signedIn(ann.token), { viewerId: zoe.id });
  const family = await api.makesGroup(viewer.app, 'Family');
  await api.post(viewer.app, `/groups/${family}/members`, { userId: ann.fromId });
  const upload = () => api.post<string>(viewer.app, path, form(['userId', ann.fromId], ['file', png]));
  const { body: first } = await upload();
  const { body: second } = await upload();
  expect([await fetched(first), await fetched(second)]).toEqual([
    [404, expect.anything()],
    [200, 'image/webp'],
  ]);
  const [group] = await api.groups(viewer.app);
  expect(await fetched(group?.users[0]?.customProfilePicture ?? '')).toEqual([200, 'image/webp']);
  expect(await shown(zoe.app)).toBe('');
});

describe('an address ends at once', () => {
  const ends: [string, (viewer: { token: string }, userId: string) => Promise<{ status: number }>][] = [
    ['with its picture', (viewer, who) => api.delete(viewer, path, { userId: who })],
    ['when one leaves', (viewer, who) => api.delete(viewer, '', { userId: who })],
  ];
  test.each(ends)('%s', async (_, end) => {
    const viewer = await api.viewer();
    const ann = await api.sharesWith(viewer);
    const { body } = await api.post<string>(viewer.app, path, form(['userId', ann.fromId], ['file', png]));
    expect((await fetched(body))[0]).toBe(200);
    expect(await end(viewer.app, ann.fromId)).toMatchObject({ status: 200, body: { status: 'success' } });
    expect((await fetched(body))[0]).toBe(404);
    expect(await shown(viewer.app)).toBe('');
  });
});

test('deleting where there is no picture succeeds', async () => {
  expect(await api.delete(vic.app, path, { userId })).toMatchObject({ status: 200, body: { status: 'success' } });
});

test('GraphQL shows the picture of this API, and this API that of GraphQL', async () => {
  const viewer = await api.viewer();
  const ann = await api.sharesWith(viewer);
  await api.post(viewer.app, path, form(['userId', ann.fromId], ['file', png]));
  const [dashboard] = await dashboards(viewer);
  expect(await fetched(dashboard?.pictureUrl ?? '')).toEqual([200, 'image/webp']);
  await api.delete(viewer.app, path, { userId: ann.fromId });
  expect(await dashboards(viewer)).toMatchObject([{ pictureUrl: null }]);
  await hasPicture(gateway, viewer, dashboard?.id ?? '', webp);
  expect(await fetched(await shown(viewer.app))).toEqual([200, 'image/webp']);
});
