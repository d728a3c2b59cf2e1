import { Field, Float, ID, InputType, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import { journalKinds, type JournalKindName } from './journal.input.ts';
import { DailyRecordType, type RecordSourceType } from './record.graphql.ts';

export const JournalKindEnum = enumOf(journalKinds);

registerEnumType(JournalKindEnum, { name: 'JournalKind', description: 'What an entry of the journal is about.' });

@InterfaceType('JournalEntry', {
  implements: [NodeType, DailyRecordType],
  description: 'Something that a person did at a moment.',
  resolveType: (entry: { __typename: string }) => entry.__typename,
})
export abstract class JournalEntryType extends DailyRecordType {
  @Field(() => JournalKindEnum)
  kind!: JournalKindName;

  @Field(() => DateTimeScalar)
  occurredAt!: string;

  @Field(() => Int, { description: 'Offset of the local clock from UTC at that moment.' })
  utcOffsetMinutes!: number;

  @Field(() => String, { nullable: true, description: 'IANA time zone, where known.' })
  timezone!: string | null;

  @Field(() => LocalDateScalar, { description: 'The day on the local calendar that it belongs to.' })
  localDate!: string;

  @Field(() => String, { nullable: true })
  notes!: string | null;
}

const entry = { implements: [NodeType, DailyRecordType, JournalEntryType], simpleResolvers: true };

/** What the interfaces declare, for the compiler. */
abstract class EntryFields implements JournalEntryType {
  id!: string;
  kind!: JournalKindName;
  occurredAt!: string;
  utcOffsetMinutes!: number;
  timezone!: string | null;
  localDate!: string;
  notes!: string | null;
  source!: RecordSourceType;
  createdAt!: string;
  updatedAt!: string;
}

@ObjectType('Wakeup', { ...entry, description: 'Someone got up.' })
export class WakeupType extends EntryFields {}

@ObjectType('Meal', { ...entry, description: 'Someone ate something.' })
export class MealType extends EntryFields {
  @Field(() => String)
  name!: string;

  @Field(() => Float, { nullable: true })
  energyKilocalories!: number | null;

  @Field(() => Float, { nullable: true })
  carbohydrateGrams!: number | null;

  @Field(() => Float, { nullable: true })
  proteinGrams!: number | null;

  @Field(() => Float, { nullable: true })
  fatGrams!: number | null;
}

@ObjectType('Supplement', { ...entry, description: 'Someone took a supplement.' })
export class SupplementType extends EntryFields {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'As they wrote it, e.g. 2000 IU.' })
  dose!: string | null;
}

@ObjectType('Water', { ...entry, description: 'Someone drank.' })
export class WaterType extends EntryFields {
  @Field(() => Float)
  volumeMilliliters!: number;
}

@InputType()
abstract class LogInput {
  @Field(() => DateTimeScalar, {
    description: 'A written offset is taken as the local clock; `Z` says nothing of it.',
  })
  occurredAt!: string;

  @Field(() => String, { nullable: true, description: 'IANA time zone of the moment.' })
  timezone?: string | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own id of it. Sent again, it is the same entry.' })
  externalId?: string | null;
}

@InputType()
abstract class ChangeInput {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Cannot be cleared.' })
  occurredAt?: string;

  @Field(() => String, { nullable: true, description: 'IANA time zone of the moment.' })
  timezone?: string | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;
}

@InputType('LogWakeupInput', { description: 'When you got up.' })
export class LogWakeupInput extends LogInput {}

@InputType('UpdateWakeupInput', { description: 'What is absent stays as it is; `null` clears what may be empty.' })
export class UpdateWakeupInput extends ChangeInput {}

@InputType('LogMealInput', { description: 'What you ate.' })
export class LogMealInput extends LogInput {
  @Field(() => String)
  name!: string;

  @Field(() => Float, { nullable: true })
  energyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  carbohydrateGrams?: number | null;

  @Field(() => Float, { nullable: true })
  proteinGrams?: number | null;

  @Field(() => Float, { nullable: true })
  fatGrams?: number | null;
}

@InputType('UpdateMealInput', { description: 'What is absent stays as it is; `null` clears what may be empty.' })
export class UpdateMealInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Cannot be cleared.' })
  name?: string;

  @Field(() => Float, { nullable: true })
  energyKilocalories?: number | null;

  @Field(() => Float, { nullable: true })
  carbohydrateGrams?: number | null;

  @Field(() => Float, { nullable: true })
  proteinGrams?: number | null;

  @Field(() => Float, { nullable: true })
  fatGrams?: number | null;
}

@InputType('LogSupplementInput', { description: 'What you took.' })
export class LogSupplementInput extends LogInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'E.g. 2000 IU.' })
  dose?: string | null;
}

@InputType('UpdateSupplementInput', { description: 'What is absent stays as it is; `null` clears what may be empty.' })
export class UpdateSupplementInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Cannot be cleared.' })
  name?: string;

  @Field(() => String, { nullable: true })
  dose?: string | null;
}

@InputType('LogWaterInput', { description: 'What you drank.' })
export class LogWaterInput extends LogInput {
  @Field(() => Float)
  volumeMilliliters!: number;
}

@InputType('UpdateWaterInput', { description: 'What is absent stays as it is; `null` clears what may be empty.' })
export class UpdateWaterInput extends ChangeInput {
  @Field(() => Float, { nullable: true, description: 'Cannot be cleared.' })
  volumeMilliliters?: number;
}
