import { DaysResolver, DuplicateResolver } from './days.graphql.ts';
import { LastSyncResolver } from './last-sync.graphql.ts';
import { NotificationRecordResolver } from './notification-record.graphql.ts';
import { SeriesResolver } from './series.graphql.ts';
import { SourcePreferenceResolver } from './source-preference.graphql.ts';

/** Everything that the timeline has in the schema. */
export const timelineResolvers = [
  SeriesResolver,
  DaysResolver,
  DuplicateResolver,
  SourcePreferenceResolver,
  LastSyncResolver,
  NotificationRecordResolver,
];
