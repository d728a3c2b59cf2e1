import type { Recording, RecordingSession, Stream, StreamKind } from '../recording.ts';

const sports: Readonly<Record<string, string>> = { running: 'Running', cycling: 'Biking' };

/** A recording as TCX text, its points in the first lap. Times are in UTC unless an offset is given. */
export function tcxText({ sessions }: Recording, offsetMinutes?: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">
<Activities>
${sessions.map((session) => activityText(session, offsetMinutes)).join('\n')}
</Activities>
</TrainingCenterDatabase>
`;
}

function activityText(session: RecordingSession, offsetMinutes: number | undefined): string {
  const time = (epochMs: number) => writtenTime(epochMs, offsetMinutes);
  const laps = session.laps.length > 0 ? session.laps : [session];
  const lapTexts = laps.map(
    (lap, index) => `<Lap StartTime="${time(lap.startedAtMs)}">
<TotalTimeSeconds>${lap.durationSeconds}</TotalTimeSeconds><DistanceMeters>${lap.distanceMeters ?? 0}</DistanceMeters>
<Calories>${lap.energyKilocalories ?? 0}</Calories>
${lap.averageHeartRate ? `<AverageHeartRateBpm><Value>${lap.averageHeartRate}</Value></AverageHeartRateBpm>` : ''}
${lap.maxHeartRate ? `<MaximumHeartRateBpm><Value>${lap.maxHeartRate}</Value></MaximumHeartRateBpm>` : ''}
<Track>${index === 0 ? pointTexts(session, time) : ''}</Track>
${lap.averagePower ? `<Extensions><ns3:LX><ns3:AvgWatts>${lap.averagePower}</ns3:AvgWatts></ns3:LX></Extensions>` : ''}
</Lap>`,
  );
  return `<Activity Sport="${sports[session.sport] ?? 'Other'}"><Id>${time(session.startedAtMs)}</Id>
${lapTexts.join('\n')}
</Activity>`;
}

function pointTexts(session: RecordingSession, time: (epochMs: number) => string): string {
  const offsets = Object.values(session.streams)[0]?.offsetsSeconds ?? new Float64Array();
  return Array.from(offsets, (offset, index) => {
    const element = (name: string, kind: StreamKind) => textOf(name, session.streams[kind], index);
    const heartRate = element('Value', 'HEART_RATE');
    return `<Trackpoint><Time>${time(session.startedAtMs + offset * 1000)}</Time>
<Position>${element('LatitudeDegrees', 'LATITUDE')}${element('LongitudeDegrees', 'LONGITUDE')}</Position>
${element('AltitudeMeters', 'ALTITUDE')}${element('DistanceMeters', 'DISTANCE')}
${heartRate && `<HeartRateBpm>${heartRate}</HeartRateBpm>`}${element('Cadence', 'CADENCE')}
<Extensions><ns3:TPX>${element('ns3:Speed', 'SPEED')}${element('ns3:Watts', 'POWER')}</ns3:TPX></Extensions></Trackpoint>
`;
  }).join('');
}

export function textOf(name: string, stream: Stream | undefined, index: number): string {
  const value = stream?.values[index];
  return value === undefined ? '' : `<${name}>${value}</${name}>`;
}

/** An instant in UTC, or with a written offset. */
export function writtenTime(epochMs: number, offsetMinutes?: number): string {
  if (offsetMinutes === undefined) return new Date(epochMs).toISOString();
  const local = new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
}
