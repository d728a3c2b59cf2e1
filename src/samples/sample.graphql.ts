import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { connectionComplexity, PageInfoType } from '../platform/relay/connection.graphql.ts';
import { defaultPageSize, maxPageSize } from '../platform/relay/page.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import type { DataAccess } from '../sharing/access.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import { metricNames, metrics, unitOf, type MetricName } from './metrics.ts';
import { listSamples } from './sample.read.ts';

export const MetricEnum = enumOf(metricNames);

registerEnumType(MetricEnum, {
  name: 'Metric',
  description: 'What a time series measures.',
  valuesConfig: Object.fromEntries(metricNames.map((name) => [name, { description: metrics[name].description }])),
});

@ObjectType('Sample', { simpleResolvers: true, description: 'One measurement of a time series.' })
class SampleType {
  @Field(() => DateTimeScalar)
  startedAt!: string;

  @Field(() => DateTimeScalar, { description: 'The same as `startedAt` for a measurement of one instant.' })
  endedAt!: string;

  @Field(() => Float, { description: 'In `unit`.' })
  value!: number;

  @Field(() => String, { description: "The metric's own unit, whatever unit it was sent in." })
  unit!: string;

  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to: that of its start.' })
  localDate!: string;

  @Field(() => Int, { description: 'Offset of the local clock from UTC at its start.' })
  utcOffsetMinutes!: number;

  @Field(() => String)
  device!: string;

  @Field(() => String, { nullable: true })
  deviceVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'The client that sent it; `null`: the person themself.' })
  clientId!: string | null;
}

@ObjectType('SamplePage', { simpleResolvers: true, description: 'A page of samples, oldest first.' })
class SamplePageType {
  @Field(() => [SampleType])
  samples!: SampleType[];

  @Field(() => PageInfoType)
  pageInfo!: PageInfoType;
}

@Resolver(() => HealthDataType)
export class SampleResolver {
  @FieldResolver(() => SamplePageType, {
    nullable: true,
    description: 'Single samples, oldest first. Scope: samples:read; without it `null` with an error.',
    complexity: connectionComplexity,
  })
  async samples(
    @Root() access: DataAccess,
    @Arg('metric', () => MetricEnum) metric: MetricName,
    @Arg('from', () => DateTimeScalar, { nullable: true, description: 'Only those that start at or after this.' })
    from: string | null,
    @Arg('to', () => DateTimeScalar, { nullable: true, description: 'Only those that start before this.' })
    to: string | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: `How many; ${defaultPageSize} by default, at most ${maxPageSize}.`,
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Only what comes after this cursor.' })
    after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<SamplePageType> {
    const { edges, pageInfo } = await listSamples(ctx, access, { metric, from, to }, { first, after });
    return { samples: edges.map(({ node }) => ({ ...node, unit: unitOf(metric) })), pageInfo };
  }
}
