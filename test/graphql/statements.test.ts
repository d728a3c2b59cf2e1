import { expect, test } from 'vitest';
import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { person } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';

const gateway = useGateway();

const nested = `{
  viewer {
    health {
      activities(first: 20) {
        edges {
          node {
            id title load
            laps { number distanceMeters }
            pauses { startedAt }
            sources { provider createdAt }
            streams(kinds: [HEART_RATE, SPEED], maxPoints: 100) { kind values }
            file { name size }
          }
        }
      }
    }
  }
}`;

/** What each statement reads of activities: the part, or the activities themselves. */
const tablesRead = (statements: readonly string[]): string[] =>
  statements.map((statement) => /\b(?:from|join)\s+"?(activity_\w+|files)/i.exec(statement)?.[1] ?? 'activities');

test('activities with all their parts take one statement for each level, however many there are', async () => {
  const ann = await person(gateway);
  for (const minute of [10, 20, 30, 40, 50]) {
    const { errors } = await ann.uploads(
      encodeFit(madeUpRecording({ seconds: 30 + minute, start: `2026-03-01T07:${minute}:00Z` })),
    );
    expect(errors).toBeUndefined();
  }
  gateway.statements();
  const { viewer } = await ann.gets<{ viewer: { health: { activities: { edges: { node: object }[] } } } }>(nested);
  expect(viewer.health.activities.edges).toHaveLength(5);
  expect(tablesRead(gateway.statements()).sort()).toEqual([
    'activities', // the page
    'activity_laps',
    'activity_pauses',
    'activity_sources',
    'activity_streams',
    'files',
  ]);
});

test('many nodes of one kind take one statement, and a node that one may not know of is null', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway)];
  const ids: string[] = [];
  for (const seconds of [31, 32, 33]) {
    const { data } = await ann.uploads(encodeFit(madeUpRecording({ seconds })));
    ids.push(...(data?.uploadActivityFile.activities ?? []).map(({ id }) => id));
  }
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Activity { laps { number } } } }';
  gateway.statements();
  const { nodes } = await ann.gets<{ nodes: { id: string }[] }>(query, { ids });
  expect(nodes.map(({ id }) => id)).toEqual(ids);
  expect(tablesRead(gateway.statements())).toEqual(['activities', 'activity_laps']);
  expect(await bob.gets(query, { ids })).toEqual({ nodes: [null, null, null] });
});
