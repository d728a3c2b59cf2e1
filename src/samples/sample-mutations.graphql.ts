import { Arg, Ctx, Field, Float, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { addSamples } from './add-samples.ts';
import { deleteSamples } from './delete-samples.ts';
import type { MetricName } from './metrics.ts';
import { MetricEnum } from './sample.graphql.ts';
import { mostSamples } from './sample.input.ts';

@InputType('SampleInput', { description: 'One measurement.' })
class SampleInput {
  @Field(() => DateTimeScalar)
  startedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By default the start: a measurement of one instant.' })
  endedAt?: string | null;

  @Field(() => Float)
  value!: number;
}

@InputType('AddSamplesInput', {
  description: `Samples of one metric and device, at most ${mostSamples}. One that is there already (same metric, device and start) stays as it is.`,
})
class AddSamplesInput {
  @Field(() => MetricEnum)
  metric!: MetricName;

  @Field(() => String, { description: 'What you call the device, always the same.' })
  device!: string;

  @Field(() => String, { nullable: true, description: 'Version of the device or its firmware.' })
  deviceVersion?: string | null;

  @Field(() => String, { nullable: true, description: "One of the metric's units; by default its own." })
  unit?: string | null;

  @Field(() => [SampleInput])
  samples!: SampleInput[];
}

@ObjectType('AddSamplesPayload', { simpleResolvers: true, description: 'What became of the samples.' })
class AddSamplesPayload {
  @Field(() => Int, { description: 'Samples that were new.' })
  accepted!: number;

  @Field(() => Int, { description: 'Samples that were there already, or twice in the input.' })
  duplicates!: number;
}

@InputType('DeleteSamplesInput', { description: 'Which samples go: of one metric, that start in [from, to).' })
class DeleteSamplesInput {
  @Field(() => MetricEnum)
  metric!: MetricName;

  @Field(() => DateTimeScalar)
  from!: string;

  @Field(() => DateTimeScalar, { description: 'Exclusive.' })
  to!: string;

  @Field(() => String, { nullable: true, description: 'Only those of this device.' })
  device?: string | null;
}

@ObjectType('DeleteSamplesPayload', { simpleResolvers: true, description: 'What a deletion did.' })
class DeleteSamplesPayload {
  @Field(() => Int)
  deletedCount!: number;
}

@Resolver()
export class SampleMutationResolver {
  @Mutation(() => AddSamplesPayload, {
    description: 'Stores samples, all or none; can be sent again without harm. Scope: samples:write.',
  })
  async addSamples(@Arg('input', () => AddSamplesInput) input: AddSamplesInput, @Ctx() ctx: RequestContext) {
    const { metric, device, deviceVersion, samples } = input;
    const unit = input.unit ?? undefined;
    return addSamples(
      ctx,
      metric,
      samples.map((sample) => ({ ...sample, device, deviceVersion, unit })),
    );
  }

  @Mutation(() => DeleteSamplesPayload, { description: 'Deletes samples of your own. Scope: samples:write.' })
  async deleteSamples(
    @Arg('input', () => DeleteSamplesInput) input: DeleteSamplesInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DeleteSamplesPayload> {
    return { deletedCount: await deleteSamples(ctx, input) };
  }
}
