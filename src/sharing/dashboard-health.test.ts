import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { write } from '../../test/gateway/records.ts';

const gateway = useGateway();

const share = (from: TestPerson, to: TestPerson, terms: object) =>
  write<{ share: { id: string } }>(from, 'createShare', { viewerNumber: to.number, ...terms }, 'share { id }');

const nested = `{
  viewer {
    dashboards(first: 20) {
      edges { node { customName health { activities(first: 10) { edges { node {
        id title sport startedAt localDate durationSeconds distanceMeters load
      } } } } } }
    }
  }
}`;

test('ten activities of each of twenty dashboards take two statements', async () => {
  const viewer = await person(gateway, { name: 'Vera' });
  for (let number = 0; number < 20; number += 1) {
    const owner = await person(gateway, { name: `Owner${number}` });
    await share(owner, viewer, {});
    for (let day = 10; day < 22; day += 1)
      await write(
        owner,
        'createActivity',
        { sport: 'running', title: `run ${day}`, startedAt: `2026-03-${day}T07:00:00+01:00`, durationSeconds: 1800 },
        'created',
      );
  }
  gateway.statements();
  const { viewer: seen } = await viewer.gets<{
    viewer: { dashboards: { edges: { node: { health: { activities: { edges: object[] } } } }[] } };
  }>(nested);
  expect(seen.dashboards.edges).toHaveLength(20);
  for (const { node } of seen.dashboards.edges) expect(node.health.activities.edges).toHaveLength(10);
  expect(gateway.statements()).toHaveLength(2);
});
