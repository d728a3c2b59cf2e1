// How figures, dates and notifications are put into words.

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const dayOnly = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const timeOnly = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

export const amount = (value, unit) => `${number.format(value)} ${unit}`;

/** 25920 seconds: `7 h 12 min`. */
export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ');
}

/** A local date has no time zone: it is the same day for whoever reads it. */
export const localDay = (localDate) => dayOnly.format(new Date(`${localDate}T00:00:00Z`));

/** An instant on the reader's clock; of today the time is enough. */
export function moment(instant) {
  const then = new Date(instant);
  const isToday = then.toDateString() === new Date().toDateString();
  return isToday ? timeOnly.format(then) : dayAndTime.format(then);
}

export const day = (instant) => date.format(new Date(instant));

export const categoryWords = {
  WAKEUP: 'Waking',
  WEIGHT: 'Weight',
  WATER: 'Water',
  SLEEP: 'Sleep',
  SUPPLEMENT: 'Supplements',
  MEAL: 'Meals',
  WORKOUT: 'Workouts',
  HEART_RATE: 'Heart rate',
  STEPS: 'Steps',
  LOCATION: 'Places',
  NOTES: 'Notes',
};

const logged = {
  WAKEUP: ['got up', 'logged getting up'],
  WEIGHT: ['logged a measurement', 'logged measurements'],
  WATER: ['logged a drink', 'logged drinks'],
  SLEEP: ['logged a night', 'logged nights'],
  SUPPLEMENT: ['took a supplement', 'took supplements'],
  MEAL: ['logged a meal', 'logged meals'],
  WORKOUT: ['logged a workout', 'logged workouts'],
};

/** What someone did, after their name. */
export function deed({ kind, category, count }) {
  if (kind === 'SHARE_CREATED') return 'shares with you';
  if (kind === 'SHARE_CHANGED') return 'changed what they share';
  if (kind === 'SHARE_REVOKED') return 'ended a share';
  const [one, several] = logged[category];
  return count === 1 ? one : `${several} (${count})`;
}

const summaries = {
  SleepDay: ({ sleepSeconds }) => sleepSeconds != null && `slept ${duration(sleepSeconds)}`,
  Activity: ({ title, durationSeconds, distanceMeters }) =>
    [title, duration(durationSeconds), distanceMeters != null && amount(distanceMeters / 1000, 'km')]
      .filter(Boolean)
      .join(', '),
  BodyMetric: ({ weightKilograms }) => weightKilograms != null && amount(weightKilograms, 'kg'),
  NutritionDay: ({ energyKilocalories, waterMilliliters }, category) =>
    category === 'WATER'
      ? waterMilliliters != null && amount(waterMilliliters, 'ml')
      : energyKilocalories != null && amount(energyKilocalories, 'kcal'),
  WellnessDay: ({ waterMilliliters }) => waterMilliliters != null && amount(waterMilliliters, 'ml'),
  Meal: ({ name, energyKilocalories }) =>
    [name, energyKilocalories != null && amount(energyKilocalories, 'kcal')].filter(Boolean).join(', '),
  Supplement: ({ name, dose }) => [name, dose].filter(Boolean).join(', '),
  Water: ({ volumeMilliliters }) => amount(volumeMilliliters, 'ml'),
  Wakeup: ({ occurredAt, utcOffsetMinutes }) => `at ${localTime(occurredAt, utcOffsetMinutes)}`,
};

/** The record of a notification in a line; of what is not shared any more nothing can be said. */
export function summary({ record, category }) {
  if (record === null) return '';
  const figures = summaries[record.__typename]?.(record, category);
  return [figures, localDay(record.day ?? record.localDate)].filter(Boolean).join(' · ');
}

/** The time on the owner's own clock. */
const localTime = (instant, utcOffsetMinutes) =>
  new Date(Date.parse(instant) + utcOffsetMinutes * 60_000).toISOString().slice(11, 16);
