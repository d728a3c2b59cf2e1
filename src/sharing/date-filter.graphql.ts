import { Field, InputType } from 'type-graphql';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';

@InputType('DateFilter', { description: 'Only records for which all of it holds.' })
export class DateFilterType {
  @Field(() => LocalDateScalar, { nullable: true, description: 'First local date, inclusive.' })
  from?: string | null;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Last local date, inclusive.' })
  to?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only what was changed at or after this instant.' })
  updatedSince?: string | null;
}
