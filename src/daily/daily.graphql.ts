import { BodyMetricList, BodyMetricMutations } from './body-metric.graphql.ts';
import {
  JournalList,
  MealMutations,
  SupplementMutations,
  WakeupMutations,
  WaterMutations,
} from './journal-resolvers.graphql.ts';
import { NutritionDayEnergy, NutritionDayList, NutritionDayMutations } from './nutrition-day.graphql.ts';
import { SleepDayList, SleepDayMutations } from './sleep-day.graphql.ts';
import { WellnessDayList, WellnessDayMutations } from './wellness-day.graphql.ts';

/** Everything that daily records have in the schema. */
export const dailyResolvers = [
  SleepDayList,
  SleepDayMutations,
  WellnessDayList,
  WellnessDayMutations,
  NutritionDayList,
  NutritionDayEnergy,
  NutritionDayMutations,
  BodyMetricList,
  BodyMetricMutations,
  JournalList,
  WakeupMutations,
  MealMutations,
  SupplementMutations,
  WaterMutations,
];
