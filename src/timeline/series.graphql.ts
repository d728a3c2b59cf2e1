import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import type { MetricName } from '../samples/metrics.ts';
import { MetricEnum } from '../samples/sample.graphql.ts';
import { bucketNames, buckets, type Bucket } from '../samples/series.input.ts';
import type { DataAccess } from '../sharing/access.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import { readSeriesOf, type Series } from './series.service.ts';

const BucketEnum = enumOf(bucketNames);

registerEnumType(BucketEnum, {
  name: 'Bucket',
  description:
    'How a series is cut: minutes and hours of the clock, days, weeks (from Monday) and months of the calendar.',
  valuesConfig: Object.fromEntries(
    bucketNames.map((name) => [name, { description: `For spans of up to ${buckets[name]} days.` }]),
  ),
});

/** A point for what takes about a tenth of a millisecond: minutes read every sample, all else reads hours. */
const seriesComplexity = ({ args }: ComplexityEstimatorArgs): number => {
  const days = (Date.parse(String(args.to)) - Date.parse(String(args.from))) / 86_400_000 || 1;
  const perDay = args.bucket === 'MINUTE' ? 1000 : 2;
  return 50 + Math.ceil(perDay * Math.min(Math.max(days, 0), buckets[args.bucket as Bucket] ?? 0));
};

@ObjectType('Series', {
  simpleResolvers: true,
  description: 'Samples added up by bucket: arrays of one length, oldest first. Buckets without a sample are left out.',
})
class SeriesType implements Series {
  @Field(() => [DateTimeScalar], {
    description: "When the buckets start; days and longer at local midnight in the owner's time zone.",
  })
  starts!: string[];

  @Field(() => [LocalDateScalar], { nullable: true, description: 'The local dates of the starts; of days and longer.' })
  localDates!: string[] | null;

  @Field(() => [Int])
  counts!: number[];

  @Field(() => [Float])
  min!: number[];

  @Field(() => [Float])
  max!: number[];

  @Field(() => [Float], { description: 'Of the samples, each with the same weight.' })
  average!: number[];

  @Field(() => [Float])
  sum!: number[];
}

@Resolver(() => HealthDataType)
export class SeriesResolver {
  @FieldResolver(() => SeriesType, {
    nullable: true,
    description:
      'A metric over time. Of each hour only one source counts, so that two devices are never added up. Scope: samples:read; without it `null` with an error.',
    complexity: seriesComplexity,
  })
  series(
    @Root() access: DataAccess,
    @Arg('metric', () => MetricEnum) metric: MetricName,
    @Arg('from', () => DateTimeScalar, { description: 'Inclusive.' }) from: string,
    @Arg('to', () => DateTimeScalar, { description: 'Exclusive.' }) to: string,
    @Arg('bucket', () => BucketEnum) bucket: Bucket,
    @Ctx() ctx: RequestContext,
  ): Promise<Series> {
    return readSeriesOf(ctx, access, { metric, from, to, bucket });
  }
}
