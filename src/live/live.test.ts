import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { write } from '../../test/gateway/records.ts';
import { listen } from '../../test/live/listener.ts';

const gateway = useGateway();

const share = (from: TestPerson, to: TestPerson, terms: object = {}) =>
  write<{ share: { id: string } }>(
    from,
    'createShare',
    { viewerNumber: to.number, notify: ['SLEEP', 'WORKOUT', 'MEAL'], ...terms },
    'share { id }',
  );
const sleeps = (who: TestPerson, day: string) => write(who, 'recordSleepDay', { day, sleepSeconds: 25_200 }, 'created');

test('who is told hears it at once, and after coming back what they missed, once and in order', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { name: 'Bob' })];
  const listener = await listen(gateway.url, bob.token);
  await sleep(100);
  await share(ann, bob);
  await sleeps(ann, '2026-01-16');
  await listener.until(2);
  expect(listener.errors).toEqual([]);
  expect(listener.told.map(({ kind, category, count }) => [kind, category, count])).toEqual([
    ['SHARE_CREATED', null, 1],
    ['LOGGED', 'SLEEP', 1],
  ]);
  await listener.stop();
  for (const day of ['2026-01-17', '2026-01-18']) await sleeps(ann, day);
  const again = await listen(gateway.url, bob.token, { after: listener.told[0]?.cursor ?? '' });
  await again.until(3);
  await sleeps(ann, '2026-01-19');
  await again.until(4);
  expect(again.told[0]).toEqual(listener.told[1]);
  expect(new Set(again.told.map(({ id }) => id)).size).toBe(4);
  await again.stop();
});
