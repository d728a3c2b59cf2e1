const kilojoulesPerKilocalorie = 4.184;

/** The figures of a workout that stand for one of ours as they are. */
export const figures = {
  total_distance: 'distanceMeters',
  elevation_gain: 'elevationGainMeters',
  elevation_loss: 'elevationLossMeters',
  avg_speed: 'averageSpeedMetersPerSecond',
  max_speed: 'maxSpeedMetersPerSecond',
  avg_heartrate: 'averageHeartRate',
  max_heartrate: 'maxHeartRate',
  avg_cadence: 'averageCadence',
  max_cadence: 'maxCadence',
  avg_power: 'averagePower',
  max_power: 'maxPower',
} as const;

export const lapFigures = {
  distance: 'distanceMeters',
  elevation_gain: 'elevationGainMeters',
  elevation_loss: 'elevationLossMeters',
  avg_speed: 'averageSpeedMetersPerSecond',
  max_speed: 'maxSpeedMetersPerSecond',
  avg_heartrate: 'averageHeartRate',
  max_heartrate: 'maxHeartRate',
} as const;

type Figure = (typeof figures)[keyof typeof figures];
export type Figures = Partial<Record<Figure, number | null>>;

export const energyOf = (kilojoules: number | null | undefined): number | null =>
  kilojoules == null ? null : kilojoules / kilojoulesPerKilocalorie;

/** Rounded where doubles end, so that 1242 kJ which were stored as kilocalories are 1242 kJ again. */
export const kilojoulesOf = (kilocalories: number | null): number | undefined =>
  kilocalories === null ? undefined : Number((kilocalories * kilojoulesPerKilocalorie).toPrecision(12));
