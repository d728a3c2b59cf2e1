import { beforeAll, describe, expect, test } from 'vitest';
import { useGateway } from '../gateway/test-gateway.ts';
import { watchRoutes } from '../scopes/routes.ts';
import { doorsOf } from './doors.ts';
import type { Mark } from './markers.ts';
import { dashboardTests, fileTests, restTests } from './other-doors.ts';
import type { Reading } from './reading.ts';
import { listTests, nodeTests } from './record-doors.ts';
import { healthFields } from './record-kinds.ts';
import { dayTests, sampleTests } from './time-doors.ts';
import { listNames, mayBeTold } from './told.ts';
import { makeReader, roles, type Role } from './viewers.ts';
import { makeWorld } from './world.ts';

const routes = watchRoutes();
const gateway = useGateway({ REQUESTS_PER_MINUTE: '999999' });
const readings = new Map<Role, Reading>();

beforeAll(async () => {
  const world = await makeWorld(gateway);
  for (const role of roles) {
    const reader = await makeReader(gateway, world.owner, role);
    readings.set(role, { world, reader, doors: doorsOf(gateway, reader) });
  }
});

const readingAs = (role: Role) => readings.get(role) as Reading;

describe.each(roles)('%s', (role) => {
  const reading = () => readingAs(role);
  listTests(reading);
  nodeTests(reading);
  sampleTests(reading);
  dayTests(reading, () => readingAs('OWNER'));
  dashboardTests(reading);
  fileTests(reading);
  restTests(reading, routes);

  test('nothing that is hidden is in anything that was answered, and nothing is missing', () => {
    const { world, reader, doors } = reading();
    const isAllowed = (mark: Mark) => mayBeTold(world, reader.sight, mark);
    const found = new Map<string, string>();
    for (const { door, answer } of doors.heard) for (const key of world.marks.in(answer)) found.set(key, door);
    const marks = [...world.marks.all];
    const leaks = marks
      .filter(([key, mark]) => found.has(key) && !isAllowed(mark))
      .map(([key, mark]) => ({ key, ...mark, door: found.get(key)?.slice(0, 300) }));
    expect(leaks).toEqual([]);
    // Payloads go to the client that sent them, and here nobody asks as one.
    const missing = marks.filter(([key, mark]) => mark.field !== 'payload' && isAllowed(mark) && !found.has(key));
    expect(missing).toEqual([]);
  });
});

test('every field of HealthData is read above', () => {
  const others = ['activity', 'categories', 'days', 'owner', 'samples', 'series'];
  expect(Object.keys(healthFields).sort()).toEqual([...listNames, ...others].sort());
});
