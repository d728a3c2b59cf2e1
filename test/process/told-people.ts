import { ask, run } from './program.ts';

/** Someone new of a gateway that runs, with a token. */
export async function addPerson(name: string, DATA_DIR: string): Promise<{ id: string; token: string }> {
  const email = `${name}@stop.example`;
  const added = await run(['user', 'add', email, '--name', name, '--password', 'at least ten'], { DATA_DIR });
  const scope = 'shares:write nutrition:write notifications:read';
  const issued = await run(['token', 'issue', email, '--scope', scope], { DATA_DIR });
  const [, id = ''] = /usr_(\w+)/.exec(added.stdout) ?? [];
  return { id: `per_${id}`, token: /vg_pt_[\w-]+/.exec(issued.stdout)?.[0] ?? '' };
}

export const shares = (url: string, ann: string, viewerId: string) =>
  ask(
    url,
    ann,
    `mutation { createShare(input: { viewerId: "${viewerId}", include: [WATER], notify: [WATER] }) { share { id } } }`,
  );
export const drinks = (url: string, ann: string) =>
  ask(
    url,
    ann,
    'mutation { logWater(input: { occurredAt: "2026-01-16T08:00:00Z", volumeMilliliters: 200 }) { created } }',
  );
/** The cursors of all that someone was told, oldest first. */
export const wholeLog = async (url: string, bob: string): Promise<string[]> => {
  const { viewer } = await ask<{ viewer: { notifications: { edges: { cursor: string }[] } } }>(
    url,
    bob,
    '{ viewer { notifications { edges { cursor } } } }',
  );
  return viewer.notifications.edges.map(({ cursor }) => cursor).toReversed();
};
