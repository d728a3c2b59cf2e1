import type { Guarded } from './guarded-field.ts';
import { guardedMutations } from './guarded-mutations.ts';
import { guardedReads } from './guarded-reads.ts';
import { guardedSharing } from './guarded-sharing.ts';

/** The types whose fields are guarded one by one. */
export const guardedTypes = ['Query', 'Mutation', 'User', 'HealthData', 'Person'] as const;

/** What each field of those types needs. */
export const guarded: readonly Guarded[] = [...guardedReads, ...guardedMutations, ...guardedSharing];

/** The other types: whoever was given one has it whole, and was asked for a scope before. */
export const carried: Readonly<Record<string, string>> = {
  AccessLogEntry: 'User.accessLog, node',
  AccessToken: 'User.tokens, createToken, node',
  Activity: 'HealthData.activities, activity and days, node, the mutations of activities',
  ActivityFile: 'Activity.file',
  ActivitySource: 'Activity.sources',
  BodyMetric: 'HealthData.bodyMetrics, node, the mutations of body metrics',
  ConnectedApp: 'User.connectedApps',
  DashboardGroup: 'User.groups, SharedDashboard.groups, node, the mutations of groups',
  DayFigure: 'DaySummary',
  DaySource: 'DayFigure.source',
  DaySummary: 'HealthData.days',
  Invitation: 'User.invitations and sentInvitations, createShare, node',
  Lap: 'Activity.laps',
  Meal: 'HealthData.journal, node, the mutations of meals',
  Notification: 'User.notifications, Subscription.notificationAdded, node',
  NutritionDay: 'HealthData.nutritionDays, node, the mutations of nutrition days',
  OAuthClient: 'Query.clients, node, the mutations of clients',
  PageInfo: 'every connection',
  Pause: 'Activity.pauses',
  RecordSource: 'every daily record',
  Sample: 'HealthData.samples',
  SamplePage: 'HealthData.samples',
  Series: 'HealthData.series',
  Share: 'User.sharesGiven and sharesReceived, node, the mutations of shares',
  SharedDashboard: 'User.dashboards, DashboardGroup.dashboards, node, customizeDashboard, the mutations of pictures',
  SleepDay: 'HealthData.sleepDays, node, the mutations of sleep days',
  Source: 'SourcePreference.sources',
  SourcePreference: 'User.sourcePreferences, setSourcePreference',
  Stream: 'Activity.streams',
  Supplement: 'HealthData.journal, node, the mutations of supplements',
  Wakeup: 'HealthData.journal, node, the mutations of wakeups',
  Water: 'HealthData.journal, node, the mutations of water',
  WellnessDay: 'HealthData.wellnessDays, node, the mutations of wellness days',
};

/** What a client is told without asking again. Each field is asked for by every door that takes subscriptions: live.test.ts. */
export const liveType = 'Subscription';

/** What comes with a list, and what a mutation answers with. */
export const isCarriedByName = (type: string): boolean => /(Connection|Edge|Payload)$/.test(type);
