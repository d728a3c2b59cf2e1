import { describe, expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { gpxText } from '../testing/gpx-text.ts';
import { madeUpSession } from '../testing/made-up-recording.ts';
import { sportOfType } from './sports.ts';

const decode = (text: string) => decodeRecording(Buffer.from(text));
const point = (longitude: number, time = '', content = '') =>
  `<trkpt lat="0" lon="${longitude}">${time && `<time>2026-01-01T08:${time}Z</time>`}${content}</trkpt>`;
const track = (...segments: string[]) =>
  `<trk>${segments.map((points) => `<trkseg>${points}</trkseg>`).join('')}</trk>`;
const degreeMeters = (6_371_000 * Math.PI) / 180;

test('a written recording is read back', () => {
  const written = madeUpSession({ sport: 'hiking', title: 'Up & down', seconds: 60 });
  const [session] = decode(gpxText({ format: 'GPX', sessions: [{ ...written, title: 'Up &amp; down' }] })).sessions;
  expect(session).toMatchObject({
    sport: 'hiking',
    title: 'Up & down',
    startedAtMs: written.startedAtMs,
    durationSeconds: 60,
    elapsedSeconds: 60,
    laps: [],
    pauses: [],
  });
  const { SPEED: _, DISTANCE: __, ...streams } = written.streams;
  expect(session?.streams).toMatchObject(streams);
  expect(session?.distanceMeters).toBeCloseTo(session?.streams.DISTANCE?.values.at(-1) ?? NaN);
});

test('distance runs within segments, and the gaps between them are pauses', () => {
  const [session] = decode(
    `<gpx>${track(point(0, '00:00') + point(0.1, '10:00'), point(5, '30:00') + point(5.1, '31:00'))}</gpx>`,
  ).sessions;
  expect(session?.distanceMeters).toBeCloseTo(0.2 * degreeMeters);
  expect(session).toMatchObject({ durationSeconds: 660, elapsedSeconds: 1860 });
  expect(session?.pauses).toEqual([{ startedAtMs: Date.parse('2026-01-01T08:10:00Z'), durationSeconds: 1200 }]);
});

test('tracks without times are left out; points without time give distance but no samples', () => {
  const untimed = track(point(0) + point(1));
  const { sessions } = decode(
    `<gpx>${untimed}${track(point(0, '00:00') + point(0.1) + point(0.2, '20:00'))}${track('')}</gpx>`,
  );
  expect(sessions).toHaveLength(1);
  expect(sessions[0]?.distanceMeters).toBeCloseTo(0.2 * degreeMeters);
  expect(sessions[0]?.streams.LONGITUDE?.values).toEqual(Float64Array.of(0, 0.2));
});

test('averages are means over the points that have the value', () => {
  const pulse = (bpm: number) => `<extensions><x:hr>${bpm}</x:hr></extensions>`;
  const points =
    point(0, '00:00', pulse(0)) + point(0, '00:01') + point(0, '00:02', pulse(100)) + point(0, '00:03', pulse(110));
  const [session] = decode(`<gpx>${track(points)}</gpx>`).sessions;
  expect(session).toMatchObject({ averageHeartRate: 105, maxHeartRate: 110 });
  expect(session).not.toHaveProperty('averagePower');
});

test('the type of a track is a name, or a number of Strava', () => {
  const types = ['Biking', '1', '9', ' trail running ', 'constructor', '', undefined];
  expect(types.map(sportOfType)).toEqual(['cycling', 'cycling', 'running', 'running', 'generic', 'generic', 'generic']);
});

describe('refused', () => {
  test.each([
    ['<gpx><rte><rtept lat="1" lon="1"/></rte></gpx>', 'not an activity: it holds a route'],
    ['<gpx><wpt lat="1" lon="1"/></gpx>', 'not an activity: it holds waypoints'],
    ['<gpx/>', 'holds no session'],
    [`<gpx>${track(point(1))}</gpx>`, 'has no start time'],
  ])('%s', (text, message) => expect(() => decode(text)).toThrow(message));
});
