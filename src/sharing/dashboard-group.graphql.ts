import { Field, ObjectType } from 'type-graphql';
import { typeId } from '../platform/ids.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import type { DashboardGroup } from './share.ts';

@ObjectType('DashboardGroup', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'Some of the people who share with you, put together by you.',
})
export class DashboardGroupType extends NodeType {
  @Field(() => String)
  name!: string;

  @Field(() => DateTimeScalar)
  createdAt!: string;

  @Field(() => DateTimeScalar)
  updatedAt!: string;
}

/** A group as a resolver's root; other fields read what they need from the group itself. */
export interface DashboardGroupRoot extends DashboardGroupType {
  group: DashboardGroup;
}

export const toGroupRoot = (group: DashboardGroup): DashboardGroupRoot => ({
  id: typeId('DashboardGroup', group.id),
  name: group.name,
  createdAt: group.createdAt,
  updatedAt: group.updatedAt,
  group,
});
