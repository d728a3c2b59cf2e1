import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { person, type GraphqlAnswer } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { differences, type CorpusActivity } from './compare.ts';
import { readManifest, type CorpusFile } from './manifest.ts';

const corpus = resolve('..', 'shared', 'corpus');
const gateway = useGateway();

const selection = `sport subSport startedAt durationSeconds elapsedSeconds distanceMeters elevationGainMeters
  averageHeartRate maxHeartRate averagePower energyKilocalories laps { number } streams(kinds: [HEART_RATE], maxPoints: 2) { values }`;

interface Uploaded {
  uploadActivityFile: { duplicate: boolean; activities: CorpusActivity[] };
}

interface Row {
  file: string;
  expected: string;
  came: string;
  differences: string[];
}

/** The sessions of the manifest that become activities: transitions of a triathlon do not. */
const wantedSessions = (file: CorpusFile): number[] =>
  Array.from({ length: file.sessions }, (_, index) => index).filter(
    (index) => file.value('sport', index) !== 'transition',
  );

function judge(file: CorpusFile, answer: GraphqlAnswer<Uploaded>): Row {
  const activities = answer.data?.uploadActivityFile.activities ?? [];
  const refusal = answer.errors?.[0];
  const row = { file: file.path, came: refusal?.message ?? activities.map(summary).join(' | ') };
  if (file.outcome !== 'import') {
    const refused = refusal?.extensions.code === 'BAD_USER_INPUT' && refusal.extensions.fields?.['file'] !== undefined;
    return { ...row, expected: file.outcome, differences: refused ? [] : ['was not refused with a clear error'] };
  }
  const wanted = wantedSessions(file);
  const wrong =
    wanted.length === activities.length ? [] : [`expected ${wanted.length} activities, got ${activities.length}`];
  const laps = activities.reduce((sum, activity) => sum + activity.laps.length, 0);
  const lapsExpected = Number(file.value('laps', 0) || 0);
  // Laps that belong to a transition go with it.
  if (wanted.length === file.sessions && file.format !== 'GPX' && laps !== lapsExpected) {
    wrong.push(`laps: expected ${lapsExpected}, got ${laps}`);
  }
  for (const [index, activity] of activities.entries()) wrong.push(...differences(file, wanted[index] ?? -1, activity));
  return { ...row, expected: `${wanted.length} × import`, differences: wrong };
}

const summary = (activity: CorpusActivity): string =>
  `${activity.sport} ${Math.round(activity.durationSeconds)} s ${Math.round(activity.distanceMeters ?? 0)} m ${activity.laps.length} laps`;

describe.runIf(existsSync(corpus))('the corpus of real device files', () => {
  test('every file comes out as expected, through the real upload', async () => {
    const ann = await person(gateway);
    const rows: Row[] = [];
    for (const file of readManifest(corpus)) {
      rows.push(judge(file, await ann.uploads<Uploaded>(readFileSync(join(corpus, file.path)), file.path, selection)));
    }
    console.table(
      rows.map(({ differences: wrong, ...row }) => ({ ...row, verdict: wrong.join('; ') || 'as expected' })),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flatMap((row) => row.differences.map((difference) => `${row.file}: ${difference}`))).toEqual([]);
  });
});
