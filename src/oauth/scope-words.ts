import { scopes } from '../platform/scopes.ts';
import type { ScopeChoice } from './pages/new-token-form.tsx';
import type { Permission } from './pages/permission.ts';

/** What each kind of data is called when a person is asked for it. */
const titles: Record<string, { title: string; detail?: string }> = {
  profile: { title: 'Profile', detail: 'your name, e-mail address, picture and time zone' },
  activities: { title: 'Workouts', detail: 'with their routes, heart rates and notes' },
  body: { title: 'Body', detail: 'weight, body composition, measurements and resting heart rate' },
  sleep: { title: 'Sleep', detail: 'when and how you slept, and when you got up' },
  nutrition: { title: 'Nutrition', detail: 'meals, drinks, supplements and energy' },
  dailyWellness: { title: 'Days', detail: 'steps, water and other totals of a day' },
  samples: { title: 'Measurements over time', detail: 'such as heart rate and steps, minute by minute' },
  shares: { title: 'Sharing', detail: 'who may see which of your data, and what others share with you' },
  notifications: { title: 'Notifications', detail: 'what you are told of the people who share with you' },
};

/** Scopes as a person would be asked for them: one permission for each kind of data. */
export function permissionsOf(granted: readonly string[]): Permission[] {
  return Object.entries(titles).flatMap(([kind, words]) => {
    const may = (['read', 'write'] as const).filter((act) => granted.includes(`${kind}:${act}`));
    return may.length > 0 ? [{ ...words, may }] : [];
  });
}

/** What a token with a scope may do. */
function wordsOf(scope: string): string {
  if (scope === 'account:manage') return 'Manage the account: profile, tokens, connected apps';
  const [kind = '', act] = scope.split(':');
  return `${act === 'read' ? 'See' : 'Add, change and delete'}: ${titles[kind]?.title ?? kind}`;
}

export const inWords = (granted: readonly string[]): ScopeChoice[] =>
  granted.map((scope) => ({ scope, words: wordsOf(scope) }));

export const scopeChoices = inWords(scopes);
