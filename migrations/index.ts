import { Accounts } from './0001-accounts.ts';
import { Activities } from './0002-activities.ts';
import { Daily } from './0003-daily.ts';

/** In the order in which they run. A migration that was released is never edited; a later one mends it. */
export const migrations = [
  { name: '0001-accounts', class: Accounts },
  { name: '0002-activities', class: Activities },
  { name: '0003-daily', class: Daily },
] as const;
