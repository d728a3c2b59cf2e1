import type { Coverage, Covered } from '../kit/coverage.ts';

const carried = (as: string, note?: string): Covered => ({ fate: 'carried', as, ...(note && { note }) });
const derived = (as: string | null, note: string): Covered => ({ fate: 'derived', as, note });
const kept = (note: string): Covered => ({ fate: 'kept', as: null, note });
const stream = (kind: string, unit: string): Covered => carried(`Activity.streams`, `${kind}, ${unit}`);

const exact = 'what was sent comes back to the client that sent it for as long as it is unchanged';

export const coverage: Coverage = {
  Workout: {
    start_time: carried('Activity.startedAt', 'without an offset it is in the zone of the person; read with one'),
    timezone: derived('Activity.utcOffsetMinutes', 'hours; kept as it was sent'),
    type: derived(
      'Activity.sport',
      '`Main` or `Main: Sub` in any case; also `Activity.subSport`; unknown ones are kept as text',
    ),
    name: carried('Activity.title', 'an empty one is kept; the title is then the type'),
    notes: carried('Activity.notes'),
    location_name: kept(exact),
    sharing: kept(exact),
    privacy: kept(exact),
    total_distance: carried('Activity.distanceMeters', 'm'),
    duration: carried('Activity.durationSeconds', 's, without pauses; when it is left out, as long as the streams'),
    clock_duration: carried('Activity.elapsedSeconds', 's, with pauses'),
    calories: derived('Activity.energyKilocalories', 'kJ; 4.184 kJ are a kcal'),
    elevation_gain: carried('Activity.elevationGainMeters', 'm'),
    elevation_loss: carried('Activity.elevationLossMeters', 'm'),
    avg_speed: carried('Activity.averageSpeedMetersPerSecond', 'm/s'),
    max_speed: carried('Activity.maxSpeedMetersPerSecond', 'm/s; below the average it is kept and not understood'),
    avg_heartrate: carried('Activity.averageHeartRate', 'bpm; 0 is kept and counts as none'),
    max_heartrate: carried('Activity.maxHeartRate', 'bpm; 0 is kept and counts as none'),
    avg_cadence: carried('Activity.averageCadence', 'rpm'),
    max_cadence: carried('Activity.maxCadence', 'rpm'),
    avg_power: carried('Activity.averagePower', 'W'),
    max_power: carried('Activity.maxPower', 'W'),
    laps: carried('Activity.laps', 'see Lap'),
    timer_stops: carried('Activity.pauses', '`[[start, stop], …]`'),
    location: stream('LATITUDE and LONGITUDE', 'degrees'),
    elevation: stream('ALTITUDE', 'm'),
    distance: stream('DISTANCE', 'm'),
    heartrate: stream('HEART_RATE', 'bpm'),
    cadence: stream('CADENCE', 'rpm'),
    power: stream('POWER', 'W'),
    temperature: stream('TEMPERATURE', '°C'),
    vertical_oscillation: stream('VERTICAL_OSCILLATION', 'mm'),
    ground_contact_time: stream('GROUND_CONTACT_TIME', 'ms'),
    left_power_percent: stream('LEFT_POWER_BALANCE', '%'),
    total_hemoglobin_conc: stream('TOTAL_HEMOGLOBIN', 'g/dL'),
    saturated_hemoglobin_percent: stream('SATURATED_HEMOGLOBIN', '%'),
    user_id: derived('User.number', 'read only'),
    uri: derived('Activity.id', 'read only: the address of the workout'),
    activity: derived('Activity.fitUrl', 'read only: its file, as long as there is no page'),
  },
  Lap: {
    number: kept('laps are counted in the order in which they come'),
    type: kept('active or rest in any case; of laps that others wrote it is active'),
    start_time: carried('Lap.startedAt', 'the start of the workout when it is left out'),
    distance: carried('Lap.distanceMeters', 'm'),
    duration: carried('Lap.durationSeconds', 's, without pauses'),
    clock_duration: carried('Lap.elapsedSeconds', 's, with pauses'),
    calories: derived('Lap.energyKilocalories', 'kJ; 4.184 kJ are a kcal'),
    elevation_gain: carried('Lap.elevationGainMeters', 'm'),
    elevation_loss: carried('Lap.elevationLossMeters', 'm'),
    avg_speed: carried('Lap.averageSpeedMetersPerSecond', 'm/s'),
    max_speed: carried('Lap.maxSpeedMetersPerSecond', 'm/s; below the average it is kept and not understood'),
    avg_heartrate: carried('Lap.averageHeartRate', 'bpm; 0 is kept and counts as none'),
    max_heartrate: carried('Lap.maxHeartRate', 'bpm; 0 is kept and counts as none'),
  },
};
