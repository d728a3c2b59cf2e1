import { typeId } from '../../src/platform/ids.ts';
import { preflighted } from '../graphql/form.ts';
import { post, type HttpAnswer } from '../graphql/post.ts';
import { person, type TestPerson } from './people.ts';
import { write } from './records.ts';
import type { TestGateway } from './test-gateway.ts';

/** Someone shares with a viewer. @returns the share's id */
export async function shares(owner: TestPerson, viewer: TestPerson): Promise<string> {
  const input = { viewerId: typeId('User', viewer.id) };
  const { share } = await write<{ share: { id: string } }>(owner, 'createShare', input, 'share { id }');
  return share.id;
}

export interface SeenDashboard {
  id: string;
  pictureUrl: string | null;
  updatedAt: string;
}

/** The viewer's dashboards, the newest first. */
export async function dashboards(viewer: TestPerson): Promise<SeenDashboard[]> {
  const { viewer: seen } = await viewer.gets<{ viewer: { dashboards: { edges: { node: SeenDashboard }[] } } }>(
    '{ viewer { dashboards { edges { node { id pictureUrl updatedAt } } } } }',
  );
  return seen.dashboards.edges.map(({ node }) => node);
}

export interface PictureUploaded {
  uploadDashboardPicture: { dashboard: SeenDashboard | null };
}

/** Uploads a picture by the GraphQL multipart request specification, whatever it is and is called. */
export async function uploadsPicture(
  gateway: TestGateway,
  { token }: Pick<TestPerson, 'token'>,
  dashboardId: string,
  bytes: Uint8Array,
  { name = 'me.png', type = 'image/png', selection = 'id pictureUrl updatedAt' } = {},
): Promise<HttpAnswer & { data?: PictureUploaded | null }> {
  const query = `mutation ($id: ID!, $file: Upload!) {
    uploadDashboardPicture(input: { dashboardId: $id, file: $file }) { dashboard { ${selection} } }
  }`;
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables: { id: dashboardId, file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([Buffer.from(bytes)], { type }), name);
  return (await post(gateway, form, { ...preflighted, authorization: `Bearer ${token}` })) as HttpAnswer & {
    data?: PictureUploaded | null;
  };
}

/** As `uploadsPicture`, for what must succeed. @returns its address */
export async function hasPicture(
  gateway: TestGateway,
  who: TestPerson,
  dashboardId: string,
  bytes: Uint8Array,
): Promise<string> {
  const { data, errors } = await uploadsPicture(gateway, who, dashboardId, bytes);
  const url = data?.uploadDashboardPicture.dashboard?.pictureUrl;
  if (!url) throw new Error(JSON.stringify(errors));
  return url;
}

export interface Couple {
  ann: TestPerson;
  bob: TestPerson;
  shareId: string;
  /** What Bob sees of Ann. */
  dashboard: SeenDashboard;
}

/** Ann, who shares with Bob. */
export async function couple(gateway: TestGateway): Promise<Couple> {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  const shareId = await shares(ann, bob);
  const [dashboard] = await dashboards(bob);
  return { ann, bob, shareId, dashboard: dashboard as SeenDashboard };
}

/** What an address leads to. */
export async function shown(url: string): Promise<{ status: number; body: string }> {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
}

/** What every address leads to that leads nowhere. */
export const gone = {
  status: 404,
  body: JSON.stringify({ errors: [{ message: 'The picture was not found.', extensions: { code: 'NOT_FOUND' } }] }),
};
