import type { Recording, RecordingSession, StreamKind } from '../recording.ts';
import { textOf, writtenTime } from './tcx-text.ts';

/** A recording as GPX 1.1 text, one track with one segment for each session. */
export function gpxText({ sessions }: Recording): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Vitalgate tests" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
${sessions.map(trackText).join('\n')}
</gpx>
`;
}

function trackText(session: RecordingSession): string {
  return `<trk><name>${session.title ?? 'made up'}</name><type>${session.sport}</type><trkseg>
${pointTexts(session)}</trkseg></trk>`;
}

function pointTexts(session: RecordingSession): string {
  const { LATITUDE, LONGITUDE } = session.streams;
  return Array.from(LATITUDE?.offsetsSeconds ?? [], (offset, index) => {
    const element = (name: string, kind: StreamKind) => textOf(name, session.streams[kind], index);
    return `<trkpt lat="${LATITUDE?.values[index]}" lon="${LONGITUDE?.values[index]}">${element('ele', 'ALTITUDE')}
<time>${writtenTime(session.startedAtMs + offset * 1000)}</time><extensions>${element('power', 'POWER')}
<gpxtpx:TrackPointExtension>${element('gpxtpx:atemp', 'TEMPERATURE')}${element('gpxtpx:hr', 'HEART_RATE')}${element('gpxtpx:cad', 'CADENCE')}
</gpxtpx:TrackPointExtension></extensions></trkpt>
`;
  }).join('');
}
