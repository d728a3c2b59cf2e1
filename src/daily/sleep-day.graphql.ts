import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { sleepDays } from './sleep-day.ts';
import { listOf, mutationsOf, type RecordDoor } from './record-resolvers.graphql.ts';
import { DailyRecordType } from './record.graphql.ts';

@ObjectType('SleepDay', {
  implements: [NodeType, DailyRecordType],
  simpleResolvers: true,
  description: 'How someone slept, as one source saw it; one record for a client and day.',
})
export class SleepDayType extends DailyRecordType {
  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to: that of waking.' })
  day!: string;

  @Field(() => Int, { nullable: true, description: 'Offset of the local clock from UTC at waking.' })
  utcOffsetMinutes!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they fell asleep or went to bed.' })
  startedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they woke.' })
  endedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, where known.' })
  timezone!: string | null;

  @Field(() => Int, { nullable: true })
  sleepSeconds!: number | null;

  @Field(() => Int, { nullable: true })
  timeInBedSeconds!: number | null;

  @Field(() => Int, { nullable: true })
  deepSleepSeconds!: number | null;

  @Field(() => Int, { nullable: true })
  lightSleepSeconds!: number | null;

  @Field(() => Int, { nullable: true })
  remSleepSeconds!: number | null;

  @Field(() => Int, { nullable: true, description: 'Awake while in bed.' })
  awakeSeconds!: number | null;

  @Field(() => Int, { nullable: true, description: '0 to 100, as its source reckons it.' })
  score!: number | null;
}

@InputType()
abstract class SleepDayFigures {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they fell asleep or went to bed.' })
  startedAt?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they woke.' })
  endedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, where known.' })
  timezone?: string | null;

  @Field(() => Int, { nullable: true })
  sleepSeconds?: number | null;

  @Field(() => Int, { nullable: true })
  timeInBedSeconds?: number | null;

  @Field(() => Int, { nullable: true })
  deepSleepSeconds?: number | null;

  @Field(() => Int, { nullable: true })
  lightSleepSeconds?: number | null;

  @Field(() => Int, { nullable: true })
  remSleepSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: 'Awake while in bed.' })
  awakeSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: '0 to 100, as its source reckons it.' })
  score?: number | null;
}

@InputType('RecordSleepDayInput', {
  description:
    'Sleep of a day. A second one of the same client and day changes the first: what is absent stays, `null` clears.',
})
class RecordSleepDayInput extends SleepDayFigures {
  @Field(() => LocalDateScalar, { nullable: true, description: 'By default the local day of `endedAt`.' })
  day?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own id of it.' })
  externalId?: string | null;
}

@InputType('UpdateSleepDayInput', { description: 'What is absent stays as it is; `null` clears.' })
class UpdateSleepDayInput extends SleepDayFigures {
  @Field(() => ID)
  id!: string;
}

const door: RecordDoor = {
  kind: sleepDays,
  type: SleepDayType,
  mutation: 'recordSleepDay',
  description: 'Writes how you slept, or changes what this client wrote of that day.',
  draft: RecordSleepDayInput,
  change: UpdateSleepDayInput,
};

export const SleepDayMutations = mutationsOf(door);
export const SleepDayList = listOf(door, 'sleepDays');
