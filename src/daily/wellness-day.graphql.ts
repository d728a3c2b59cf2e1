import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { wellnessDays } from './wellness-day.ts';
import { listOf, mutationsOf, type RecordDoor } from './record-resolvers.graphql.ts';
import { DailyRecordType } from './record.graphql.ts';

@ObjectType('WellnessDay', {
  implements: [NodeType, DailyRecordType],
  simpleResolvers: true,
  description: 'The totals of a day, as one source counted them; one record for a client and day.',
})
export class WellnessDayType extends DailyRecordType {
  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to.' })
  day!: string;

  @Field(() => Int, { nullable: true })
  steps!: number | null;

  @Field(() => Float, { nullable: true })
  waterMilliliters!: number | null;

  @Field(() => Float, { nullable: true })
  activityEnergyKilocalories!: number | null;
}

@InputType()
abstract class WellnessDayFigures {
  @Field(() => Int, { nullable: true })
  steps?: number | null;

  @Field(() => Float, { nullable: true })
  waterMilliliters?: number | null;

  @Field(() => Float, { nullable: true })
  activityEnergyKilocalories?: number | null;
}

@InputType('RecordWellnessDayInput', {
  description:
    'Totals of a day. A second one of the same client and day changes the first: what is absent stays, `null` clears.',
})
class RecordWellnessDayInput extends WellnessDayFigures {
  @Field(() => LocalDateScalar, { description: 'The day on the local calendar.' })
  day!: string;

  @Field(() => String, { nullable: true, description: 'Your own id of it.' })
  externalId?: string | null;
}

@InputType('UpdateWellnessDayInput', { description: 'What is absent stays as it is; `null` clears.' })
class UpdateWellnessDayInput extends WellnessDayFigures {
  @Field(() => ID)
  id!: string;
}

const door: RecordDoor = {
  kind: wellnessDays,
  type: WellnessDayType,
  mutation: 'recordWellnessDay',
  description: "Writes a day's totals, or changes what this client wrote of that day.",
  draft: RecordWellnessDayInput,
  change: UpdateWellnessDayInput,
};

export const WellnessDayMutations = mutationsOf(door);
export const WellnessDayList = listOf(door, 'wellnessDays');
