import { AccessTokenEntity, ClientEntity, OrganisationEntity, UserEntity } from '../accounts/accounts.entity.ts';
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

/** Every table that the gateway knows. */
export const entities = [
  OrganisationEntity,
  UserEntity,
  ClientEntity,
  AccessTokenEntity,
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
];
