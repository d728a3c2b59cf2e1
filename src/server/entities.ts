import {
  AccessTokenEntity,
  BrowserSessionEntity,
  ClientEntity,
  ConnectedAppEntity,
  OrganisationEntity,
  UserEntity,
} from '../accounts/accounts.entity.ts';
import {
  ActivityEntity,
  ActivityLapEntity,
  ActivityPauseEntity,
  ActivitySourceEntity,
  ActivityStreamEntity,
  FileEntity,
} from '../activities/activity.entity.ts';
import {
  BodyMetricEntity,
  JournalEntryEntity,
  NutritionDayEntity,
  SleepDayEntity,
  WellnessDayEntity,
} from '../daily/daily.entity.ts';
import { ArtifactEntity, GrantEntity, RateLimitEntity } from '../oauth/oauth.entity.ts';
import { ServerSecretEntity } from '../platform/server-secrets.entity.ts';
import { SampleDeviceEntity, SampleEntity, SampleHourEntity, SampleOriginEntity } from '../samples/sample.entity.ts';
import {
  AccessLogEntity,
  BlockedPersonEntity,
  DashboardEntity,
  DashboardGroupEntity,
  DashboardGroupMemberEntity,
  DashboardPictureEntity,
  InvitationEntity,
  NotificationCounterEntity,
  NotificationEntity,
  ShareEntity,
} from '../sharing/sharing.entity.ts';
import { SourcePreferenceEntity } from '../timeline/source-preference.entity.ts';

/** Every table that the gateway knows. */
export const entities = [
  OrganisationEntity,
  UserEntity,
  ClientEntity,
  AccessTokenEntity,
  ConnectedAppEntity,
  BrowserSessionEntity,
  GrantEntity,
  ArtifactEntity,
  ServerSecretEntity,
  RateLimitEntity,
  FileEntity,
  ActivityEntity,
  ActivitySourceEntity,
  ActivityLapEntity,
  ActivityPauseEntity,
  ActivityStreamEntity,
  SleepDayEntity,
  WellnessDayEntity,
  NutritionDayEntity,
  BodyMetricEntity,
  JournalEntryEntity,
  SampleDeviceEntity,
  SampleOriginEntity,
  SampleEntity,
  SampleHourEntity,
  SourcePreferenceEntity,
  ShareEntity,
  InvitationEntity,
  BlockedPersonEntity,
  DashboardEntity,
  DashboardPictureEntity,
  DashboardGroupEntity,
  DashboardGroupMemberEntity,
  AccessLogEntity,
  NotificationCounterEntity,
  NotificationEntity,
];
