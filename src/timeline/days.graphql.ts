import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { ActivityType, toActivityRoot, type ActivityRoot } from '../activities/activity.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import type { DataAccess } from '../sharing/access.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import { duplicateOf } from './activity-duplicates.ts';
import { dayScopes, mostDays, summariseDays, type DayFigure } from './days.service.ts';
import { origins, type Origin } from './which-source.ts';

const OriginEnum = Object.fromEntries(origins.map((name) => [name, name])) as Record<Origin, Origin>;

registerEnumType(OriginEnum, { name: 'DayOrigin', description: 'The kind of data that a figure of a day comes from.' });

@ObjectType('DaySource', { simpleResolvers: true, description: 'Where a figure of a day comes from.' })
class DaySourceType {
  @Field(() => OriginEnum)
  origin!: Origin;

  @Field(() => [String], { nullable: 'items', description: 'The clients that wrote it; `null`: the person themself.' })
  clientIds!: readonly (string | null)[];

  @Field(() => [String], { description: 'The devices whose samples count.' })
  devices!: readonly string[];
}

@ObjectType('DayFigure', { simpleResolvers: true, description: 'A figure of a day, as its winning source has it.' })
class DayFigureType {
  @Field(() => Float, { description: 'In the unit of its field.' })
  value!: number;

  @Field(() => DaySourceType)
  source!: DaySourceType;
}

const figure = { nullable: true } as const;

@ObjectType('DaySummary', {
  simpleResolvers: true,
  description:
    'A local day put together: of each figure what the winning source says; `null` where none says anything.',
})
class DaySummaryType {
  @Field(() => LocalDateScalar)
  date!: string;

  @Field(() => DayFigureType, figure)
  steps!: DayFigureType | null;

  @Field(() => DayFigureType, { ...figure, description: 'Drunk.' })
  waterMilliliters!: DayFigureType | null;

  @Field(() => DayFigureType, { ...figure, description: 'Eaten.' })
  energyKilocalories!: DayFigureType | null;

  @Field(() => DayFigureType, { ...figure, description: 'Burnt by activity.' })
  activityEnergyKilocalories!: DayFigureType | null;

  @Field(() => DayFigureType, { ...figure, description: 'Slept; the night belongs to the day of waking.' })
  sleepSeconds!: DayFigureType | null;

  @Field(() => DayFigureType, figure)
  weightKilograms!: DayFigureType | null;

  @Field(() => DayFigureType, { ...figure, description: 'Beats per minute.' })
  restingHeartRate!: DayFigureType | null;

  @Field(() => [ActivityType], { description: 'All workouts of the day, oldest first; duplicates have `duplicateOf`.' })
  activities!: ActivityRoot[];

  @Field(() => Int, { description: 'How many workouts there were; duplicates are counted once.' })
  activityCount!: number;
}

const toFigure = (won: DayFigure | undefined): DayFigureType | null => (won ? { value: won.value, source: won } : null);

/** Each day costs what is selected of it. */
const daysComplexity = ({ args, childComplexity }: ComplexityEstimatorArgs): number => {
  const days = (Date.parse(String(args.to)) - Date.parse(String(args.from))) / 86_400_000 + 1;
  return 10 + Math.min(Math.max(1, days || 1), mostDays) * childComplexity;
};

@Resolver(() => HealthDataType)
export class DaysResolver {
  @FieldResolver(() => [DaySummaryType], {
    nullable: true,
    description: `The days between two local dates, both inclusive; at most ${mostDays}, oldest first. Scopes: ${dayScopes.join(', ')}; without one \`null\` with an error.`,
    complexity: daysComplexity,
  })
  async days(
    @Root() access: DataAccess,
    @Arg('from', () => LocalDateScalar) from: string,
    @Arg('to', () => LocalDateScalar) to: string,
    @Ctx() ctx: RequestContext,
  ): Promise<DaySummaryType[]> {
    const days = await summariseDays(ctx, access, { from, to });
    return days.map(({ date, activities, activityCount, ...day }) => ({
      date,
      steps: toFigure(day.steps),
      waterMilliliters: toFigure(day.waterMilliliters),
      energyKilocalories: toFigure(day.energyKilocalories),
      activityEnergyKilocalories: toFigure(day.activityEnergyKilocalories),
      sleepSeconds: toFigure(day.sleepSeconds),
      weightKilograms: toFigure(day.weightKilograms),
      restingHeartRate: toFigure(day.restingHeartRate),
      activities: activities.map((activity) => toActivityRoot(access, activity)),
      activityCount,
    }));
  }
}

@Resolver(() => ActivityType)
export class DuplicateResolver {
  @FieldResolver(() => ActivityType, {
    nullable: true,
    description:
      'The same workout from the source that wins: that one counts in its place. `null`: this one counts. Nothing is merged or deleted.',
    complexity: ({ childComplexity }: ComplexityEstimatorArgs) => 5 + childComplexity,
  })
  async duplicateOf(@Root() { access, uuid }: ActivityRoot, @Ctx() ctx: RequestContext): Promise<ActivityRoot | null> {
    const counting = await duplicateOf(ctx, { access, activityId: uuid });
    return counting && toActivityRoot(access, counting);
  }
}
