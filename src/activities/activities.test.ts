import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const create = `mutation ($input: CreateActivityInput!) {
  createActivity(input: $input) { created activity { id title localDate timezone utcOffsetMinutes load } }
}`;

interface Created {
  createActivity: { created: boolean; activity: { id: string; title: string; localDate: string; load: number } };
}

const run = {
  sport: 'running',
  title: 'Evening run',
  startedAt: '2026-01-17T23:20:00+01:00',
  durationSeconds: 2700,
  perceivedExertion: 6,
};

describe('creating an activity', () => {
  test('keeps the local date of the written offset and derives the load of the exertion', async () => {
    const ann = await person(gateway);
    const { createActivity } = await ann.gets<Created>(create, { input: run });
    expect(createActivity).toMatchObject({ created: true, activity: { localDate: '2026-01-17', load: 54 } });
  });

  test('with the same external id gives the same activity, also when both come at once', async () => {
    const ann = await person(gateway);
    const input = { ...run, externalId: 'mine-1' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ann.gets<Created>(create, { input })));
    expect(new Set(answers.map(({ createActivity }) => createActivity.activity.id)).size).toBe(1);
    expect(answers.filter(({ createActivity }) => createActivity.created)).toHaveLength(1);
  });
});
