import { describe, expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { madeUpRecording, madeUpSession } from '../testing/made-up-recording.ts';
import { tcxText } from '../testing/tcx-text.ts';

const decode = (text: string) => decodeRecording(Buffer.from(text));
const inActivities = (activities: string) =>
  `<TrainingCenterDatabase><Activities>${activities}</Activities></TrainingCenterDatabase>`;
const lap = (start: string, content = '') =>
  `<Lap StartTime="${start}"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>200</DistanceMeters>${content}</Lap>`;
const point = (time: string, content = '') => `<Trackpoint><Time>${time}</Time>${content}</Trackpoint>`;

test('a written recording is read back', () => {
  const written = madeUpSession({ sport: 'cycling', seconds: 120 });
  const recording = decode(tcxText({ format: 'TCX', sessions: [written] }));
  const [session] = recording.sessions;
  expect(recording.format).toBe('TCX');
  expect(session).toMatchObject({
    sport: 'cycling',
    startedAtMs: written.startedAtMs,
    durationSeconds: 120,
    elapsedSeconds: 120,
    distanceMeters: 360,
    energyKilocalories: 20,
    averageHeartRate: 130,
    maxHeartRate: 150,
    averagePower: 200,
  });
  expect(session?.laps).toHaveLength(2);
  expect(session).not.toHaveProperty('elevationGainMeters');
  expect(session).not.toHaveProperty('utcOffsetMinutes');
  const { TEMPERATURE: _, ...streams } = written.streams; // TCX has none
  expect(session?.streams).toEqual(streams);
});

test('a written offset is kept, and the instants are the same', () => {
  const written = madeUpRecording({ seconds: 10 });
  const [session] = decode(tcxText(written, 345)).sessions;
  expect(session).toMatchObject({ utcOffsetMinutes: 345, startedAtMs: written.sessions[0]?.startedAtMs });
});

test('every activity is a session with its own points, in a multisport session too', () => {
  const activity = (sport: string, day: string) =>
    `<Activity Sport="${sport}"><Id>${day}T08:00:00Z</Id>${lap(`${day}T08:00:00Z`, `<Track>${point(`${day}T08:00:09Z`, '<Cadence>80</Cadence>')}</Track>`)}</Activity>`;
  const { sessions } = decode(
    inActivities(
      `${activity('Running', '2026-01-01')}<MultiSportSession><FirstSport>${activity('Other', '2026-01-02')}</FirstSport></MultiSportSession>`,
    ),
  );
  expect(sessions.map(({ sport }) => sport)).toEqual(['running', 'generic']);
  expect(sessions.map(({ streams }) => streams.CADENCE?.offsetsSeconds[0])).toEqual([9, 9]);
});

test('averages are weighted by the time of the laps that have them', () => {
  const withPulse = (seconds: number, pulse: number) =>
    `<Lap StartTime="2026-01-01T08:00:00Z"><TotalTimeSeconds>${seconds}</TotalTimeSeconds>
     <AverageHeartRateBpm><Value>${pulse}</Value></AverageHeartRateBpm></Lap>`;
  const [session] = decode(
    inActivities(
      `<Activity Sport="Running">${withPulse(300, 120)}${withPulse(100, 160)}${lap('2026-01-01T08:10:00Z')}</Activity>`,
    ),
  ).sessions;
  expect(session?.averageHeartRate).toBe(130);
});

test('an activity of a clock that was never set moves to its Id', () => {
  const track = `<Track>${point('1989-12-31T00:09:00Z', '<DistanceMeters>50</DistanceMeters>')}</Track>`;
  const laps = lap('1989-12-31T00:08:00Z', track) + lap('1989-12-31T00:10:00Z');
  const [session] = decode(
    inActivities(`<Activity Sport="Other"><Id>2012-09-01T15:00:00Z</Id>${laps}</Activity>`),
  ).sessions;
  const startMs = Date.parse('2012-09-01T15:00:00Z');
  expect(session?.startedAtMs).toBe(startMs);
  expect(session?.laps.map(({ startedAtMs }) => startedAtMs)).toEqual([startMs, startMs + 120_000]);
  expect(session?.streams.DISTANCE?.offsetsSeconds).toEqual(Float64Array.of(60));
});

test('a second Track in a lap follows a pause', () => {
  const tracks = `<Track>${point('2026-01-01T08:00:10Z')}</Track><Track>${point('2026-01-01T08:00:40Z')}</Track>`;
  const [session] = decode(
    inActivities(`<Activity Sport="Running">${lap('2026-01-01T08:00:00Z', tracks)}</Activity>`),
  ).sessions;
  expect(session?.pauses).toEqual([{ startedAtMs: Date.parse('2026-01-01T08:00:10Z'), durationSeconds: 30 }]);
});

describe('refused', () => {
  test.each([
    [
      '<TrainingCenterDatabase><Courses><Course/></Courses></TrainingCenterDatabase>',
      'not an activity: it holds a course',
    ],
    ['<TrainingCenterDatabase><Workouts/></TrainingCenterDatabase>', 'not an activity: it holds a workout'],
    ['<TrainingCenterDatabase/>', 'holds no session'],
    [inActivities('<Activity Sport="Running"><Lap/></Activity>'), 'has no start time'],
    [inActivities('<Activity Sport="Running"><Lap StartTime="yesterday"/></Activity>'), 'has no start time'],
  ])('%s', (text, message) => expect(() => decode(text)).toThrow(message));
});
