import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { ActivityType, toActivityRoot, type ActivityRoot } from '../activities/activity.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import type { DataAccess } from '../sharing/access.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import type { DayCandidate, Figure } from './day-candidates.ts';
import { mostDays } from './days.input.ts';
import { dayScopes, summariseDays, type DayActivity } from './days.service.ts';
import { duplicateOf } from './duplicate-activities.ts';
import { dayOrigins, type DayOrigin } from './which-source.ts';

const OriginEnum = enumOf(dayOrigins);

registerEnumType(OriginEnum, { name: 'DayOrigin', description: 'The kind of data that a figure of a day comes from.' });

@ObjectType('DaySource', { simpleResolvers: true, description: 'Where a figure of a day comes from.' })
class DaySourceType {
  @Field(() => OriginEnum)
  origin!: DayOrigin;

  @Field(() => [String], {
    nullable: 'items',
    description: 'The clients that wrote it; `null`: the person themself. Of samples only their owner sees them.',
  })
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

/** How many workouts of a day are shown, and how many a query is reckoned with. */
const mostActivities = 50;
const usualActivities = 3;

const nullable = { nullable: true } as const;

@ObjectType('DaySummary', {
  simpleResolvers: true,
  description:
    'A local day put together: of each figure what the winning source says; `null` where none says anything.',
})
class DaySummaryType {
  @Field(() => LocalDateScalar)
  date!: string;

  @Field(() => DayFigureType, nullable)
  steps!: DayFigureType | null;

  @Field(() => DayFigureType, { ...nullable, description: 'Drunk.' })
  waterMilliliters!: DayFigureType | null;

  @Field(() => DayFigureType, { ...nullable, description: 'Eaten.' })
  energyKilocalories!: DayFigureType | null;

  @Field(() => DayFigureType, { ...nullable, description: 'Burnt by activity.' })
  activityEnergyKilocalories!: DayFigureType | null;

  @Field(() => DayFigureType, { ...nullable, description: 'Slept; the night belongs to the day of waking.' })
  sleepSeconds!: DayFigureType | null;

  @Field(() => DayFigureType, nullable)
  weightKilograms!: DayFigureType | null;

  @Field(() => DayFigureType, { ...nullable, description: 'Beats per minute.' })
  restingHeartRate!: DayFigureType | null;

  @Field(() => [ActivityType], {
    nullable: true,
    description: `The first ${mostActivities} workouts of the day, oldest first; duplicates have \`duplicateOf\`. \`null\` where they are not shared.`,
    complexity: ({ childComplexity }) => 1 + usualActivities * childComplexity,
  })
  activities!: ActivityRoot[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many workouts there were; duplicates are counted once. `null` where they are not shared.',
  })
  activityCount!: number | null;
}

const toFigure = (won: DayCandidate | undefined): DayFigureType | null =>
  won ? { value: won.value, source: won } : null;

/** A workout of a day: which one counts is known already. */
interface DayActivityRoot extends ActivityRoot {
  duplicateOf?: ActivityRoot | null;
}

const toDayActivity = (access: DataAccess, { activity, duplicateOf }: DayActivity): DayActivityRoot => ({
  ...toActivityRoot(access, activity),
  duplicateOf: duplicateOf && toActivityRoot(access, duplicateOf),
});

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
    return days.map(({ date, won, activities }) => {
      const figure = (name: Figure) => toFigure(won.get(name));
      return {
        date,
        steps: figure('steps'),
        waterMilliliters: figure('waterMilliliters'),
        energyKilocalories: figure('energyKilocalories'),
        activityEnergyKilocalories: figure('activityEnergyKilocalories'),
        sleepSeconds: figure('sleepSeconds'),
        weightKilograms: figure('weightKilograms'),
        restingHeartRate: figure('restingHeartRate'),
        activities: activities?.slice(0, mostActivities).map((activity) => toDayActivity(access, activity)) ?? null,
        activityCount: activities?.filter((activity) => activity.duplicateOf === null).length ?? null,
      };
    });
  }
}

@Resolver(() => ActivityType)
export class DuplicateResolver {
  @FieldResolver(() => ActivityType, {
    nullable: true,
    description:
      'The same workout from the source that wins: that one counts in its place. `null`: this one counts. Nothing is merged or deleted. Scope: activities:read; without it `null` with an error.',
    complexity: ({ childComplexity }: ComplexityEstimatorArgs) => 5 + childComplexity,
  })
  async duplicateOf(@Root() root: DayActivityRoot, @Ctx() ctx: RequestContext): Promise<ActivityRoot | null> {
    if (root.duplicateOf !== undefined) return root.duplicateOf;
    const { access, uuid } = root;
    const counting = await duplicateOf(ctx, { access, activityId: uuid });
    return counting && toActivityRoot(access, counting);
  }
}
