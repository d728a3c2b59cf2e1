import { Field, Float, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { streamKinds, type StreamKind } from '../files/recording.ts';
import { typeId } from '../platform/ids.ts';
import { connectionOf } from '../platform/relay/connection.graphql.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import type { DataAccess } from '../sharing/access.ts';
import type { Activity, ActivitySummary } from './activity.ts';

export const StreamKindEnum = enumOf(streamKinds);

registerEnumType(StreamKindEnum, {
  name: 'StreamKind',
  description: 'A quantity that a device recorded over time.',
  valuesConfig: {
    HEART_RATE: { description: 'Beats per minute.' },
    POWER: { description: 'Watts.' },
    CADENCE: { description: 'Revolutions per minute; for running, strides of one foot.' },
    SPEED: { description: 'Metres per second.' },
    DISTANCE: { description: 'Metres since the start.' },
    ALTITUDE: { description: 'Metres above sea level.' },
    TEMPERATURE: { description: 'Degrees Celsius.' },
    VERTICAL_OSCILLATION: { description: 'Millimetres that the trunk moves up and down with a step.' },
    GROUND_CONTACT_TIME: { description: 'Milliseconds that a foot is on the ground in a step.' },
    LEFT_POWER_BALANCE: { description: 'Percent of the power that comes from the left leg.' },
    TOTAL_HEMOGLOBIN: { description: 'Grams per decilitre, in the muscle.' },
    SATURATED_HEMOGLOBIN: { description: "Percent of the muscle's hemoglobin that carries oxygen." },
    LATITUDE: { description: 'Degrees, WGS 84.' },
    LONGITUDE: { description: 'Degrees, WGS 84.' },
  },
});

@InterfaceType('ActivitySummary', {
  description: 'The figures that an activity and a lap have in common; `null` where nothing measured them.',
})
export abstract class ActivitySummaryType implements ActivitySummary {
  @Field(() => Float, { description: 'Timer time: pauses left out.' })
  durationSeconds!: number;

  @Field(() => Float, { description: 'Wall-clock time from start to end, pauses included.' })
  elapsedSeconds!: number;

  @Field(() => Float, { nullable: true })
  distanceMeters!: number | null;

  @Field(() => Float, { nullable: true })
  elevationGainMeters!: number | null;

  @Field(() => Float, { nullable: true })
  elevationLossMeters!: number | null;

  @Field(() => Float, { nullable: true, description: 'Beats per minute.' })
  averageHeartRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Beats per minute.' })
  maxHeartRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Watts.' })
  averagePower!: number | null;

  @Field(() => Float, { nullable: true, description: 'Watts.' })
  maxPower!: number | null;

  @Field(() => Float, { nullable: true, description: 'Revolutions per minute; for running, strides of one foot.' })
  averageCadence!: number | null;

  @Field(() => Float, { nullable: true, description: 'Revolutions per minute; for running, strides of one foot.' })
  maxCadence!: number | null;

  @Field(() => Float, { nullable: true })
  averageSpeedMetersPerSecond!: number | null;

  @Field(() => Float, { nullable: true })
  maxSpeedMetersPerSecond!: number | null;

  @Field(() => Float, { nullable: true })
  energyKilocalories!: number | null;
}

@ObjectType('Lap', { implements: ActivitySummaryType, simpleResolvers: true, description: 'A part of a workout.' })
export class LapType extends ActivitySummaryType {
  @Field(() => Int, { description: 'From 1.' })
  number!: number;

  @Field(() => DateTimeScalar)
  startedAt!: string;
}

@ObjectType('Pause', { simpleResolvers: true, description: 'A stretch in which the timer stood still.' })
export class PauseType {
  @Field(() => DateTimeScalar)
  startedAt!: string;

  @Field(() => Float)
  durationSeconds!: number;
}

@ObjectType('Stream', { simpleResolvers: true, description: 'Two arrays of one length.' })
export class StreamType {
  @Field(() => StreamKindEnum)
  kind!: StreamKind;

  @Field(() => [Float], { description: "Seconds since the activity's start, ascending." })
  offsetsSeconds!: Iterable<number>;

  @Field(() => [Float], { description: "In the kind's unit." })
  values!: Iterable<number>;
}

@ObjectType('ActivitySource', { simpleResolvers: true, description: 'Where an activity came from.' })
export class ActivitySourceType {
  @Field(() => String, { description: 'MANUAL, EXTERNAL (a partner), or the format of the file: FIT, TCX, GPX.' })
  provider!: string;

  @Field(() => String, { nullable: true, description: 'The client that wrote it; `null`: the person themself.' })
  clientId!: string | null;

  @Field(() => String, { nullable: true, description: "The client's own id of it. Only its owner sees it." })
  externalId!: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the file, in hex. Only its owner sees it.' })
  checksum!: string | null;

  @Field(() => DateTimeScalar)
  createdAt!: string;
}

@ObjectType('ActivityFile', { simpleResolvers: true, description: 'The file that was uploaded.' })
export class ActivityFileType {
  @Field(() => String)
  name!: string;

  @Field(() => Int, { description: 'Bytes.' })
  size!: number;

  @Field(() => String, { description: 'In hex.' })
  sha256!: string;

  @Field(() => String, { description: 'Where its owner downloads it, with the bearer token.' })
  url!: string;
}

@ObjectType('Activity', {
  implements: [NodeType, ActivitySummaryType],
  simpleResolvers: true,
  description: 'A workout.',
})
export class ActivityType extends ActivitySummaryType implements NodeType {
  id!: string;

  @Field(() => String, { description: 'FIT profile name in snake_case, e.g. running.' })
  sport!: string;

  @Field(() => String, { nullable: true, description: 'FIT profile name in snake_case, e.g. trail.' })
  subSport!: string | null;

  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  notes!: string | null;

  @Field(() => DateTimeScalar)
  startedAt!: string;

  @Field(() => Int, { description: 'Offset of the local clock from UTC at the start.' })
  utcOffsetMinutes!: number;

  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to; it never moves.' })
  localDate!: string;

  @Field(() => String, { nullable: true, description: 'IANA time zone, where known.' })
  timezone!: string | null;

  @Field(() => Int, { nullable: true, description: 'How hard it felt, 1 to 10.' })
  perceivedExertion!: number | null;

  @Field(() => Int, { nullable: true, description: 'Load points, derived from exertion, energy or duration.' })
  load!: number | null;

  @Field(() => DateTimeScalar)
  createdAt!: string;

  @Field(() => DateTimeScalar)
  updatedAt!: string;
}

/** An activity as a resolver's root: with the access it was read through, which its parts are read through in turn. */
export interface ActivityRoot extends Omit<Activity, 'id'> {
  id: string;
  uuid: string;
  access: DataAccess;
}

export const toActivityRoot = (access: DataAccess, activity: Activity): ActivityRoot => ({
  ...activity,
  id: typeId('Activity', activity.id),
  uuid: activity.id,
  access,
});

export const ActivityConnection = connectionOf('Activity', () => ActivityType);
