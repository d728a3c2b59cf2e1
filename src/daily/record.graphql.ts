import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { typeId, type IdKind } from '../platform/ids.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import type { DataAccess } from '../sharing/access.ts';
import type { RecordBase } from './record-kind.ts';

@ObjectType('RecordSource', { simpleResolvers: true, description: 'Where a record came from.' })
export class RecordSourceType {
  @Field(() => String, { description: 'MANUAL (the person themself) or EXTERNAL (a client).' })
  provider!: string;

  @Field(() => String, { nullable: true, description: 'The client that wrote it last; `null`: the person themself.' })
  clientId!: string | null;

  @Field(() => String, { nullable: true, description: "The client's own id of it. Only its owner sees it." })
  externalId!: string | null;
}

@InterfaceType('DailyRecord', {
  implements: NodeType,
  description: 'What all records of a day or a moment have in common.',
  resolveType: (record: { __typename: string }) => record.__typename,
})
export abstract class DailyRecordType extends NodeType {
  @Field(() => RecordSourceType)
  source!: RecordSourceType;

  @Field(() => DateTimeScalar)
  createdAt!: string;

  @Field(() => DateTimeScalar)
  updatedAt!: string;
}

/** A record as a resolver's root: what it shows depends on who looks. */
export function toRecordRoot<Record extends RecordBase>(access: DataAccess, kind: IdKind, record: Record) {
  return {
    ...record,
    __typename: kind,
    id: typeId(kind, record.id),
    day: record.localDate,
    source: {
      provider: record.clientId === null ? 'MANUAL' : 'EXTERNAL',
      clientId: record.clientId,
      externalId: access.isOwn ? record.externalId : null,
    },
  };
}

export type RecordRoot = ReturnType<typeof toRecordRoot>;
