/** The categories that can tell a viewer of something new; a share opens them unless it names others. */
export const notifiableCategories = ['WAKEUP', 'WEIGHT', 'WATER', 'SLEEP', 'SUPPLEMENT', 'MEAL', 'WORKOUT'] as const;

/** What a share opens. The last four are shared only when they are named, and never tell of something new. */
export const categories = [...notifiableCategories, 'HEART_RATE', 'STEPS', 'LOCATION', 'NOTES'] as const;

export type Category = (typeof categories)[number];
export type NotifiableCategory = (typeof notifiableCategories)[number];
