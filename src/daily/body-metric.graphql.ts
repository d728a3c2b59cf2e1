import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { bodyMetrics } from './body-metric.ts';
import { listOf, mutationsOf, type RecordDoor } from './record-resolvers.graphql.ts';
import { DailyRecordType } from './record.graphql.ts';

@ObjectType('BodyMetric', {
  implements: [NodeType, DailyRecordType],
  simpleResolvers: true,
  description: 'What was measured of a body at one instant; one record for a client and instant.',
})
export class BodyMetricType extends DailyRecordType {
  @Field(() => DateTimeScalar)
  measuredAt!: string;

  @Field(() => Int, { description: 'Offset of the local clock from UTC at that instant.' })
  utcOffsetMinutes!: number;

  @Field(() => String, { nullable: true, description: 'IANA time zone, where known.' })
  timezone!: string | null;

  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to; it never moves.' })
  localDate!: string;

  @Field(() => Float, { nullable: true })
  weightKilograms!: number | null;

  @Field(() => Float, { nullable: true })
  heightCentimeters!: number | null;

  @Field(() => Float, { nullable: true })
  bodyFatPercent!: number | null;

  @Field(() => Float, { nullable: true })
  muscleMassKilograms!: number | null;

  @Field(() => Float, { nullable: true, description: 'Beats per minute.' })
  restingHeartRate!: number | null;

  @Field(() => Float, { nullable: true })
  sleepHours!: number | null;

  @Field(() => Float, { nullable: true })
  neckCentimeters!: number | null;

  @Field(() => Float, { nullable: true })
  chestCentimeters!: number | null;

  @Field(() => Float, { nullable: true })
  waistCentimeters!: number | null;

  @Field(() => Float, { nullable: true })
  hipCentimeters!: number | null;

  @Field(() => Float, { nullable: true })
  thighCentimeters!: number | null;

  @Field(() => Float, { nullable: true })
  armCentimeters!: number | null;

  @Field(() => String, { nullable: true })
  notes!: string | null;
}

@InputType()
abstract class BodyMetricFigures {
  @Field(() => Float, { nullable: true })
  weightKilograms?: number | null;

  @Field(() => Float, { nullable: true })
  heightCentimeters?: number | null;

  @Field(() => Float, { nullable: true })
  bodyFatPercent?: number | null;

  @Field(() => Float, { nullable: true })
  muscleMassKilograms?: number | null;

  @Field(() => Float, { nullable: true, description: 'Beats per minute.' })
  restingHeartRate?: number | null;

  @Field(() => Float, { nullable: true })
  sleepHours?: number | null;

  @Field(() => Float, { nullable: true })
  neckCentimeters?: number | null;

  @Field(() => Float, { nullable: true })
  chestCentimeters?: number | null;

  @Field(() => Float, { nullable: true })
  waistCentimeters?: number | null;

  @Field(() => Float, { nullable: true })
  hipCentimeters?: number | null;

  @Field(() => Float, { nullable: true })
  thighCentimeters?: number | null;

  @Field(() => Float, { nullable: true })
  armCentimeters?: number | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;
}

@InputType('RecordBodyMetricInput', {
  description:
    'What was measured. A second one of the same client and instant changes the first: what is absent stays, `null` clears.',
})
class RecordBodyMetricInput extends BodyMetricFigures {
  @Field(() => DateTimeScalar, {
    description: 'Midnight in UTC (`T00:00:00Z`) names a calendar day, which is then the local date.',
  })
  measuredAt!: string;

  @Field(() => String, { nullable: true, description: 'IANA time zone of the measurement.' })
  timezone?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own id of it.' })
  externalId?: string | null;
}

@InputType('UpdateBodyMetricInput', { description: 'What is absent stays as it is; `null` clears.' })
class UpdateBodyMetricInput extends BodyMetricFigures {
  @Field(() => ID)
  id!: string;
}

const door: RecordDoor = {
  kind: bodyMetrics,
  type: BodyMetricType,
  mutation: 'recordBodyMetric',
  description: 'Writes measurements, or adds to what this client measured at that instant.',
  draft: RecordBodyMetricInput,
  change: UpdateBodyMetricInput,
};

export const BodyMetricMutations = mutationsOf(door);
export const BodyMetricList = listOf(door, 'bodyMetrics');
