import { Accounts } from './0001-accounts.ts';
import { Activities } from './0002-activities.ts';
import { Daily } from './0003-daily.ts';
import { Samples } from './0004-samples.ts';
import { Timeline } from './0005-timeline.ts';
import { Oauth } from './0006-oauth.ts';
import { NumberedLists } from './0007-numbered-lists.ts';
import { Sharing } from './0008-sharing.ts';
import { Notifications } from './0009-notifications.ts';
import { LivePage } from './0010-live-page.ts';
import { PlainStreams } from './0011-plain-streams.ts';

/** In the order in which they run. A migration that was released is never edited; a later one mends it. */
export const migrations = [
  { name: '0001-accounts', class: Accounts },
  { name: '0002-activities', class: Activities },
  { name: '0003-daily', class: Daily },
  { name: '0004-samples', class: Samples },
  { name: '0005-timeline', class: Timeline },
  { name: '0006-oauth', class: Oauth },
  { name: '0007-numbered-lists', class: NumberedLists },
  { name: '0008-sharing', class: Sharing },
  { name: '0009-notifications', class: Notifications },
  { name: '0010-live-page', class: LivePage },
  { name: '0011-plain-streams', class: PlainStreams },
] as const;
