import { Field, Float, ID, InputType, Int } from 'type-graphql';
import type { StreamKind } from '../files/recording.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { StreamKindEnum } from './activity.graphql.ts';

@InputType({ description: 'The figures of an activity or a lap; units are in the names.' })
abstract class SummaryInput {
  @Field(() => Float, { nullable: true, description: 'Wall-clock time, pauses included; by default the duration.' })
  elapsedSeconds?: number;

  @Field(() => Float, { nullable: true })
  distanceMeters?: number | null;

  @Field(() => Float, { nullable: true })
  elevationGainMeters?: number | null;

  @Field(() => Float, { nullable: true })
  elevationLossMeters?: number | null;

  @Field(() => Float, { nullable: true })
  averageHeartRate?: number | null;

  @Field(() => Float, { nullable: true })
  maxHeartRate?: number | null;

  @Field(() => Float, { nullable: true })
  averagePower?: number | null;

  @Field(() => Float, { nullable: true })
  maxPower?: number | null;

  @Field(() => Float, { nullable: true })
  averageCadence?: number | null;

  @Field(() => Float, { nullable: true })
  maxCadence?: number | null;

  @Field(() => Float, { nullable: true })
  averageSpeedMetersPerSecond?: number | null;

  @Field(() => Float, { nullable: true })
  maxSpeedMetersPerSecond?: number | null;

  @Field(() => Float, { nullable: true })
  energyKilocalories?: number | null;
}

@InputType('LapInput', { description: 'A lap; its number is its place in the list.' })
class LapInput extends SummaryInput {
  @Field(() => DateTimeScalar)
  startedAt!: string;

  @Field(() => Float)
  durationSeconds!: number;
}

@InputType('PauseInput', { description: 'A stretch in which the timer stood still.' })
class PauseInput {
  @Field(() => DateTimeScalar)
  startedAt!: string;

  @Field(() => Float)
  durationSeconds!: number;
}

@InputType('StreamInput', { description: 'A quantity recorded over time: two arrays of one length.' })
class StreamInput {
  @Field(() => StreamKindEnum)
  kind!: StreamKind;

  @Field(() => [Float], { description: 'Seconds since the start, ascending.' })
  offsetsSeconds!: number[];

  @Field(() => [Float], { description: 'As many as the offsets.' })
  values!: number[];
}

@InputType()
abstract class DescriptionInput extends SummaryInput {
  @Field(() => String, { nullable: true, description: 'FIT profile name in snake_case, e.g. trail.' })
  subSport?: string | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone of the activity.' })
  timezone?: string | null;

  @Field(() => Int, { nullable: true, description: 'How hard it felt, 1 to 10.' })
  perceivedExertion?: number | null;
}

@InputType('CreateActivityInput', { description: 'A workout as it was written down or recorded.' })
export class CreateActivityInput extends DescriptionInput {
  @Field(() => String, { description: 'FIT profile name in snake_case, e.g. running.' })
  sport!: string;

  @Field(() => String)
  title!: string;

  @Field(() => DateTimeScalar, { description: 'A written offset is taken as the local clock; `Z` says nothing of it.' })
  startedAt!: string;

  @Field(() => Float)
  durationSeconds!: number;

  @Field(() => [LapInput], { nullable: true })
  laps?: LapInput[];

  @Field(() => [PauseInput], { nullable: true })
  pauses?: PauseInput[];

  @Field(() => [StreamInput], { nullable: true })
  streams?: StreamInput[];

  @Field(() => String, { nullable: true, description: 'Your own id of it. Sent again, it is the same activity.' })
  externalId?: string | null;
}

@InputType('UpdateActivityInput', { description: 'What is absent stays as it is; `null` clears what may be empty.' })
export class UpdateActivityInput extends DescriptionInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Cannot be cleared.' })
  sport?: string;

  @Field(() => String, { nullable: true, description: 'Cannot be cleared.' })
  title?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Cannot be cleared. Laps and pauses move along.' })
  startedAt?: string;

  @Field(() => Float, { nullable: true, description: 'Cannot be cleared.' })
  durationSeconds?: number;
}
