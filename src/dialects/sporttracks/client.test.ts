import { expect, test } from 'vitest';
import { madeUpWorkout } from '../../../test/dialects/made-up-workout.ts';
import { TrackerClient } from '../../../test/dialects/tracker-app.ts';
import { person } from '../../../test/gateway/people.ts';
import { write } from '../../../test/gateway/records.ts';
import { useGateway } from '../../../test/gateway/test-gateway.ts';
import { consents, partner } from '../../../test/oauth/partner.ts';
import { visitor } from '../../../test/oauth/visitor.ts';
import { encodeFit } from '../../files/fit/encode.ts';
import { gpxText } from '../../files/testing/gpx-text.ts';
import { madeUpRecording } from '../../files/testing/made-up-recording.ts';

const gateway = useGateway();

/** A person, and an app of theirs that was written for SportTracks and connected as it knows how. */
async function connected() {
  const ann = await person(gateway);
  const registered = await partner(gateway, { profile: 'sporttracks' });
  const app = new TrackerClient({
    base: gateway.url,
    clientId: registered.clientId,
    clientSecret: registered.clientSecret as string,
  });
  const browser = visitor(gateway.url);
  const page = await browser.open(app.authorizeUrl(registered.redirectUri, 'state-1'));
  const redirect = await consents(browser, ann.email, page);
  await app.exchange(redirect.searchParams.get('code') as string, registered.redirectUri);
  return { ann, app };
}

test('an app for SportTracks connects, adds, lists, edits, uploads and deletes workouts, with nothing changed but its base', async () => {
  const { ann, app } = await connected();
  expect(await app.userId()).toBe(ann.number);

  // Adds, and reads what it added.
  const added = await app.add({ ...madeUpWorkout, source: { name: 'Tracker', version: 3 } });
  expect(added).toMatchObject({ ...madeUpWorkout, source: { name: 'Tracker', version: 3 }, user_id: ann.number });
  for (let day = 1; day <= 20; day += 1)
    await app.add({
      start_time: `2026-02-${String(day).padStart(2, '0')}T08:00:00`,
      type: 'running: trail',
      duration: 60 * day,
    });

  // What the person has from elsewhere is there as well.
  await write(
    ann,
    'createActivity',
    { sport: 'swimming', title: 'By hand', startedAt: '2026-02-10T12:00:00+01:00', durationSeconds: 600 },
    '__typename',
  );
  const fit = Buffer.from(encodeFit(madeUpRecording({ seconds: 60, start: '2026-02-11T12:00:00Z' })));
  const uploaded = await app.upload('fit', fit.toString('base64'));
  const walked = await app.upload('gpx', gpxText(madeUpRecording({ seconds: 60, start: '2026-02-12T12:00:00Z' })));
  expect(await app.upload('FIT', fit.toString('base64'))).toEqual(uploaded);

  // Pages until there is no next page: each once, and known by its uri.
  const all = await app.workouts();
  expect(all.size).toBe(1 + 20 + 1 + 1 + 1);
  for (const uri of [added.uri, ...uploaded, ...walked]) expect(all.has(uri)).toBe(true);
  expect(all.get(added.uri)).toMatchObject({ name: 'To work', total_distance: '9985.88', duration: '1828.00' });
  const starts = [...all.values()].map(({ start_time }) => Date.parse(start_time));
  expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  expect((await app.workouts('2026-02-20')).size).toBe(2);
  for (const uri of all.keys()) expect((await app.detail(uri)).uri).toBe(uri);

  // Edits what it read, and saves all of it.
  await app.refresh();
  const saved = await app.save({ ...added, name: 'To work, in rain', notes: 'Wet.', calories: 1300 });
  expect(saved).toEqual({ ...added, name: 'To work, in rain', notes: 'Wet.', calories: 1300 });
  const [file = ''] = uploaded;
  const detail = await app.detail(file);
  expect(await app.save({ ...detail, type: 'Running: Hills' })).toEqual({ ...detail, type: 'Running: Hills' });

  // Deletes.
  expect(await app.delete(added.uri)).toBe(true);
  await expect(app.detail(added.uri)).rejects.toThrow('404');
  expect((await app.workouts()).has(added.uri)).toBe(false);
});
