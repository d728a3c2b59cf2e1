import { Field, FieldResolver, Float, ID, InputType, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { energyEaten, nutritionDays, type NutritionFields } from './nutrition-day.ts';
import { listOf, mutationsOf, type RecordDoor } from './record-resolvers.graphql.ts';
import { DailyRecordType } from './record.graphql.ts';

@ObjectType('NutritionDay', {
  implements: [NodeType, DailyRecordType],
  simpleResolvers: true,
  description: 'What someone ate and drank on a day; one record for a day, whoever writes it.',
})
export class NutritionDayType extends DailyRecordType {
  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to.' })
  day!: string;

  @Field(() => DateTimeScalar, { nullable: true })
  loggedAt!: string | null;

  @Field(() => Float, { nullable: true })
  breakfastEnergyKilocalories!: number | null;

  @Field(() => Float, { nullable: true })
  lunchEnergyKilocalories!: number | null;

  @Field(() => Float, { nullable: true })
  dinnerEnergyKilocalories!: number | null;

  @Field(() => Float, { nullable: true })
  snackEnergyKilocalories!: number | null;

  @Field(() => Float, { nullable: true })
  goalEnergyKilocalories!: number | null;

  @Field(() => Float, { nullable: true })
  carbohydrateGrams!: number | null;

  @Field(() => Float, { nullable: true })
  proteinGrams!: number | null;

  @Field(() => Float, { nullable: true })
  fatGrams!: number | null;

  @Field(() => Float, { nullable: true })
  goalCarbohydrateGrams!: number | null;

  @Field(() => Float, { nullable: true })
  goalProteinGrams!: number | null;

  @Field(() => Float, { nullable: true })
  goalFatGrams!: number | null;

  @Field(() => Float, { nullable: true })
  activityEnergyKilocalories!: number | null;

  @Field(() => Int, { nullable: true })
  steps!: number | null;

  @Field(() => Float, { nullable: true })
  waterMilliliters!: number | null;
}

@InputType()
abstract class NutritionDayFigures {
  @Field(() => DateTimeScalar, { nullable: true })
  loggedAt?: string | null;

  @Field(() => Float, { nullable: true })
  breakfastEnergyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  lunchEnergyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  dinnerEnergyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  snackEnergyKilocalories?: number | null;

  @Field(() => Float, { nullable: true, description: 'By default it reads as the sum of the meals.' })
  energyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  goalEnergyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  carbohydrateGrams?: number | null;

  @Field(() => Float, { nullable: true })
  proteinGrams?: number | null;

  @Field(() => Float, { nullable: true })
  fatGrams?: number | null;

  @Field(() => Float, { nullable: true })
  goalCarbohydrateGrams?: number | null;

  @Field(() => Float, { nullable: true })
  goalProteinGrams?: number | null;

  @Field(() => Float, { nullable: true })
  goalFatGrams?: number | null;

  @Field(() => Float, { nullable: true })
  activityEnergyKilocalories?: number | null;

  @Field(() => Int, { nullable: true })
  steps?: number | null;

  @Field(() => Float, { nullable: true })
  waterMilliliters?: number | null;
}

@InputType('RecordNutritionDayInput', {
  description:
    'Food and drink of a day. A second one of the same day changes the first: what is absent stays, `null` clears.',
})
class RecordNutritionDayInput extends NutritionDayFigures {
  @Field(() => LocalDateScalar, { description: 'The day on the local calendar.' })
  day!: string;

  @Field(() => String, { nullable: true, description: 'Your own id of it.' })
  externalId?: string | null;
}

@InputType('UpdateNutritionDayInput', { description: 'What is absent stays as it is; `null` clears.' })
class UpdateNutritionDayInput extends NutritionDayFigures {
  @Field(() => ID)
  id!: string;
}

const door: RecordDoor = {
  kind: nutritionDays,
  type: NutritionDayType,
  mutation: 'recordNutritionDay',
  description: 'Writes what you ate and drank, or changes the record of that day, whoever wrote it.',
  draft: RecordNutritionDayInput,
  change: UpdateNutritionDayInput,
};

export const NutritionDayMutations = mutationsOf(door);
export const NutritionDayList = listOf(door, 'nutritionDays');

@Resolver(() => NutritionDayType)
export class NutritionDayEnergy {
  @FieldResolver(() => Float, {
    nullable: true,
    description: "The day's total: as it was sent, else the sum of the meals.",
  })
  energyKilocalories(@Root() nutrition: NutritionFields): number | null {
    return energyEaten(nutrition);
  }
}
