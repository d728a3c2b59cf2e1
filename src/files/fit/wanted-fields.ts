import { Profile } from '@garmin/fitsdk';

const summary = [
  'timestamp',
  'startTime',
  'totalElapsedTime',
  'totalTimerTime',
  'totalDistance',
  'totalAscent',
  'totalDescent',
  'totalCalories',
  'avgHeartRate',
  'maxHeartRate',
  'avgPower',
  'maxPower',
  'avgCadence',
  'maxCadence',
  'avgSpeed',
  'maxSpeed',
  'enhancedAvgSpeed',
  'enhancedMaxSpeed',
];

/** The messages and fields that a Recording is made from, by their names in the FIT profile. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  fileId: ['type', 'manufacturer', 'product', 'serialNumber', 'productName'],
  activity: ['timestamp', 'localTimestamp'],
  session: [...summary, 'sport', 'subSport', 'sportProfileName', 'firstLapIndex', 'numLaps'],
  lap: summary,
  record: [
    'timestamp',
    'positionLat',
    'positionLong',
    'distance',
    'heartRate',
    'cadence',
    'power',
    'temperature',
    'verticalOscillation',
    'stanceTime',
    'leftRightBalance',
    'totalHemoglobinConc',
    'saturatedHemoglobinPercent',
    'altitude',
    'enhancedAltitude',
    'speed',
    'enhancedSpeed',
    'compressedSpeedDistance',
  ],
  event: ['timestamp', 'event', 'eventType'],
  hr: ['timestamp', 'fractionalTimestamp', 'filteredBpm', 'eventTimestamp', 'eventTimestamp12'],
};

/** Fields that hold several values; of every other only a single value is read. */
const lists = new Set(['filteredBpm', 'eventTimestamp', 'eventTimestamp12', 'compressedSpeedDistance']);

export interface WantedField {
  number: number;
  isList: boolean;
}

/** The wanted fields, by global message number and field number. */
export const wantedFields: ReadonlyMap<number, ReadonlyMap<number, WantedField>> = new Map(
  Object.values(Profile.messages)
    .filter(({ name }) => name in wanted)
    .map((message) => [
      message.num,
      new Map(
        Object.values(message.fields)
          .filter(({ name }) => wanted[message.name]?.includes(name))
          .map(({ num, name }) => [num, { number: num, isList: lists.has(name) }]),
      ),
    ]),
);
