import { type FileInstant, parseInstant } from '../instant.ts';
import { maxRecords, maxSessions } from '../limits.ts';
import type { Recording, StreamKind } from '../recording.ts';
import { noSession, notAnActivity, tooMany } from '../refusals.ts';
import { SampleTable, isPosition } from '../sample-table.ts';
import { type XmlReader, toNumber } from '../xml/reader.ts';
import { greatCircleMeters } from './great-circle.ts';
import { type GpxTrack, type TimeSpan, toRecording } from './track.ts';

/** Garmin's TrackPointExtension v1 and v2, and power as Strava (`power`) and Apple's exporters (`PowerInWatts`) write it. */
const streams: ReadonlyMap<string, StreamKind> = new Map<string, StreamKind>([
  ['ele', 'ALTITUDE'],
  ['hr', 'HEART_RATE'],
  ['heartrate', 'HEART_RATE'],
  ['cad', 'CADENCE'],
  ['cadence', 'CADENCE'],
  ['atemp', 'TEMPERATURE'],
  ['speed', 'SPEED'],
  ['power', 'POWER'],
  ['PowerInWatts', 'POWER'],
]);

interface GpxPoint {
  latitude: number | undefined;
  longitude: number | undefined;
  instant: FileInstant | undefined;
  values: Partial<Record<StreamKind, number>>;
}

/** Reads GPX 1.0 and 1.1. */
export function createGpxReader(): XmlReader {
  const table = new SampleTable(4096);
  const tracks: GpxTrack[] = [];
  let track: GpxTrack | undefined;
  let span: TimeSpan | undefined;
  let point: GpxPoint | undefined;
  let before: GpxPoint | undefined;
  let pointCount = 0;
  const content = new Set<string>();

  function open(name: string, attributes: Readonly<Record<string, string>>, parent: string): void {
    if (parent === 'gpx' && (name === 'rte' || name === 'wpt')) content.add(name);
    if (name === 'trk') {
      track = emptyTrack(table.rowCount);
      tracks.push(track);
      before = span = undefined;
      if (tracks.length > maxSessions) throw tooMany('tracks', maxSessions);
    } else if (name === 'trkseg') before = span = undefined;
    else if (name === 'trkpt' && track) {
      const [latitude, longitude] = [toNumber(attributes['lat']), toNumber(attributes['lon'])];
      point = { latitude, longitude, instant: undefined, values: {} };
      if (++pointCount > maxRecords) throw tooMany('records', maxRecords);
    }
  }

  function close(name: string, text: string, parent: string): void {
    if (point) {
      const kind = streams.get(name);
      if (name === 'trkpt') closePoint(point);
      else if (name === 'time' && parent === 'trkpt') point.instant = parseInstant(text);
      else if (kind) point.values[kind] = toNumber(text);
    } else if (track && parent === 'trk') {
      if (name === 'name') track.name = text;
      else if (name === 'type') track.type = text;
      else if (name === 'desc') track.description = text;
    } else if (name === 'trk' && track) {
      track.endRow = table.rowCount;
      track = undefined;
    }
  }

  function closePoint(current: GpxPoint): void {
    point = undefined;
    if (!track) return;
    const { latitude, longitude, instant } = current;
    const hasPosition = isPosition(latitude, longitude);
    if (hasPosition) {
      track.distanceMeters += distanceBetween(before, current);
      before = current;
    }
    if (!instant) return;
    track.utcOffsetMinutes ??= instant.utcOffsetMinutes;
    const row = table.add(instant.epochMs);
    table.setPosition(row, latitude, longitude);
    if (hasPosition) table.set('DISTANCE', row, track.distanceMeters);
    for (const [kind, value] of Object.entries(current.values)) {
      const lostContact = kind === 'HEART_RATE' && value === 0;
      if (!lostContact) table.set(kind as StreamKind, row, value);
    }
    widenSpan(track, instant.epochMs);
  }

  function widenSpan(current: GpxTrack, timeMs: number): void {
    if (!span) {
      span = { fromMs: timeMs, untilMs: timeMs };
      current.spans.push(span);
    }
    span.fromMs = Math.min(span.fromMs, timeMs);
    span.untilMs = Math.max(span.untilMs, timeMs);
  }

  function finish(): Recording {
    if (tracks.length === 0) throw whatElse(content);
    return toRecording(tracks, table);
  }

  return { open, close, finish };
}

function whatElse(content: ReadonlySet<string>) {
  if (content.has('rte')) return notAnActivity('a route');
  return content.has('wpt') ? notAnActivity('waypoints') : noSession();
}

function emptyTrack(firstRow: number): GpxTrack {
  return { distanceMeters: 0, spans: [], firstRow, endRow: firstRow };
}

function distanceBetween(before: GpxPoint | undefined, point: GpxPoint): number {
  if (!before) return 0;
  const { latitude = NaN, longitude = NaN } = point;
  return greatCircleMeters(before.latitude ?? NaN, before.longitude ?? NaN, latitude, longitude);
}
