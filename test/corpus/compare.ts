import type { CorpusFile } from './manifest.ts';

/** An activity as GraphQL gives it. */
export interface CorpusActivity {
  sport: string;
  subSport: string | null;
  startedAt: string;
  durationSeconds: number;
  elapsedSeconds: number;
  distanceMeters: number | null;
  elevationGainMeters: number | null;
  averageHeartRate: number | null;
  maxHeartRate: number | null;
  averagePower: number | null;
  energyKilocalories: number | null;
  laps: unknown[];
  streams: { values: number[] }[];
}

/** How far a value may lie from the expected one, by the corpus' README: absolute, or a share of it. */
interface Figure {
  column: string;
  of: (activity: CorpusActivity) => number | null;
  tolerance: (file: CorpusFile) => { absolute: number; share: number };
  /** A literal 0 of a device without the sensor is no value to us. */
  zeroIsNothing?: boolean;
}

const exact = () => ({ absolute: 0.011, share: 0 });
const rounded = (file: CorpusFile) => ({ absolute: file.format === 'TCX' ? 2 : 0.51, share: 0 });

const figures: readonly Figure[] = [
  { column: 'total_timer_time_s', of: (a) => a.durationSeconds, tolerance: exact },
  { column: 'total_elapsed_time_s', of: (a) => a.elapsedSeconds, tolerance: () => ({ absolute: 0.6, share: 0 }) },
  {
    column: 'total_distance_m',
    of: (a) => a.distanceMeters,
    tolerance: (file) => ({ absolute: 0.011, share: file.format === 'GPX' ? 0.01 : 0 }),
    zeroIsNothing: true,
  },
  { column: 'total_ascent_m', of: (a) => a.elevationGainMeters, tolerance: exact, zeroIsNothing: true },
  { column: 'avg_hr', of: (a) => a.averageHeartRate, tolerance: rounded, zeroIsNothing: true },
  { column: 'max_hr', of: (a) => a.maxHeartRate, tolerance: exact, zeroIsNothing: true },
  { column: 'avg_power', of: (a) => a.averagePower, tolerance: rounded, zeroIsNothing: true },
  { column: 'total_calories', of: (a) => a.energyKilocalories, tolerance: exact, zeroIsNothing: true },
];

/** The sports that the manifest writes as the file has them, under their FIT names. */
const fitNames: Record<string, string> = {
  Biking: 'cycling',
  Running: 'running',
  Other: 'generic',
  '1': 'cycling',
  '': 'generic',
};

/** What differs between the manifest and an imported activity; empty when nothing does. `session` counts transitions too. */
export function differences(file: CorpusFile, session: number, activity: CorpusActivity): string[] {
  const found: string[] = [];
  const expectSame = (name: string, expected: string, actual: string) => {
    if (expected !== actual) found.push(`${name}: expected ${expected}, got ${actual}`);
  };
  const sport = file.value('sport', session);
  expectSame('sport', fitNames[sport] ?? sport, activity.sport);
  const start = new Date(file.value('start_time', session)).toISOString();
  expectSame('start', start, new Date(activity.startedAt).toISOString());
  const subSport = file.value('sub_sport', session);
  if (subSport && subSport !== 'generic') expectSame('sub-sport', subSport, String(activity.subSport));
  for (const figure of figures) {
    const text = file.value(figure.column, session);
    if (text === '') continue;
    const expected = Number(text);
    const actual = figure.of(activity);
    const { absolute, share } = figure.tolerance(file);
    if (expected === 0 && figure.zeroIsNothing && actual === null) continue;
    if (actual === null || Math.abs(actual - expected) > absolute + share * expected) {
      found.push(`${figure.column}: expected ${text}, got ${actual}`);
    }
  }
  return found;
}
