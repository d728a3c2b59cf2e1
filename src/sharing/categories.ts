/** What a share opens. The last four are shared only when they are named. */
export const categories = [
  'WAKEUP',
  'WEIGHT',
  'WATER',
  'SLEEP',
  'SUPPLEMENT',
  'MEAL',
  'WORKOUT',
  'HEART_RATE',
  'STEPS',
  'LOCATION',
  'NOTES',
] as const;

export type Category = (typeof categories)[number];
