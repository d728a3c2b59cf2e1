import { parseInstant } from '../instant.ts';
import { maxLaps, maxRecords, maxSessions } from '../limits.ts';
import type { Recording } from '../recording.ts';
import { noSession, notAnActivity, tooMany } from '../refusals.ts';
import { SampleTable } from '../sample-table.ts';
import { type XmlReader, toNumber } from '../xml/reader.ts';
import { type TcxActivity, toRecording } from './activity.ts';
import { type TcxLap, fillLap } from './lap.ts';
import { type TcxPoint, addPoint, fillPoint } from './point.ts';

/** What a TrainingCenterDatabase may hold instead of activities. */
const otherContent: Readonly<Record<string, string>> = { Courses: 'a course', Workouts: 'a workout' };

/** Reads TCX (Garmin TrainingCenterDatabase v2 with ActivityExtension v2). */
export function createTcxReader(): XmlReader {
  const table = new SampleTable(4096);
  const activities: TcxActivity[] = [];
  const content = new Set<string>();
  let activity: TcxActivity | undefined;
  let lap: TcxLap | undefined;
  let point: TcxPoint | undefined;
  let lastPointMs: number | undefined;
  let startsTrack = false;
  let lapCount = 0;
  let pointCount = 0;

  function open(name: string, attributes: Readonly<Record<string, string>>, parent: string): void {
    if (parent === 'TrainingCenterDatabase' && Object.hasOwn(otherContent, name)) content.add(name);
    if (name === 'Activity') {
      const [firstRow, endRow] = [table.rowCount, table.rowCount];
      activity = { sport: attributes['Sport'], laps: [], pauses: [], firstRow, endRow };
      activities.push(activity);
      if (activities.length > maxSessions) throw tooMany('activities', maxSessions);
    } else if (name === 'Lap' && activity) {
      const start = parseInstant(attributes['StartTime'] ?? '');
      activity.utcOffsetMinutes ??= start?.utcOffsetMinutes;
      lap = { startedAtMs: start?.epochMs };
      lastPointMs = undefined;
      activity.laps.push(lap);
      if (++lapCount > maxLaps) throw tooMany('laps', maxLaps);
    } else if (name === 'Track') {
      startsTrack = true;
    } else if (name === 'Trackpoint' && lap) {
      point = { timeMs: undefined, values: {} };
      if (++pointCount > maxRecords) throw tooMany('records', maxRecords);
    }
  }

  function close(name: string, text: string, parent: string): void {
    if (point) closeInPoint(point, name, text, parent);
    else if (name === 'Lap') lap = undefined;
    else if (lap) fillLap(lap, parent, name, toNumber(text));
    else if (activity) closeInActivity(activity, name, text, parent);
  }

  function closeInPoint(current: TcxPoint, name: string, text: string, parent: string): void {
    if (name === 'Time') current.timeMs = parseInstant(text)?.epochMs;
    else if (name === 'Trackpoint') {
      addPoint(table, current);
      point = undefined;
      notePause(current.timeMs);
    } else fillPoint(current, parent, name, toNumber(text));
  }

  /** Within a lap, a device starts a new Track when it goes on after a pause. */
  function notePause(timeMs: number | undefined): void {
    if (timeMs === undefined || !lap || !activity) return;
    if (startsTrack && lastPointMs !== undefined && timeMs > lastPointMs) {
      activity.pauses.push({ startedAtMs: lastPointMs, durationSeconds: (timeMs - lastPointMs) / 1000 });
    }
    startsTrack = false;
    lastPointMs = timeMs;
    lap.startedAtMs ??= timeMs;
    lap.lastPointMs = Math.max(lap.lastPointMs ?? -Infinity, timeMs);
  }

  function closeInActivity(current: TcxActivity, name: string, text: string, parent: string): void {
    if (name === 'Activity') {
      current.endRow = table.rowCount;
      activity = undefined;
    } else if (name === 'Id' && parent === 'Activity') {
      const id = parseInstant(text);
      current.idMs = id?.epochMs;
      current.utcOffsetMinutes ??= id?.utcOffsetMinutes;
    } else if (name === 'Notes' && parent === 'Activity' && text) current.notes = text;
    else if (parent === 'Creator' && name === 'Name') current.deviceName = text;
    else if (parent === 'Creator' && name === 'UnitId') current.unitId = text;
  }

  function finish(): Recording {
    if (activities.length === 0) {
      const [other] = content;
      throw other ? notAnActivity(otherContent[other] ?? other) : noSession();
    }
    return toRecording(activities, table);
  }

  return { open, close, finish };
}
