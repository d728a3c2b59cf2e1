import { Field, ObjectType } from 'type-graphql';
import { PersonType } from '../accounts/user.graphql.ts';
import { typeId } from '../platform/ids.ts';
import { connectionOf } from '../platform/relay/connection.graphql.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { shownColor, shownName } from './dashboard-appearance.ts';
import type { Dashboard } from './share.ts';

@ObjectType('SharedDashboard', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'Someone who shares with you, as you like to see them. It is there exactly while they do.',
})
export class SharedDashboardType extends NodeType {
  @Field(() => PersonType, { description: 'Who shares with you.' })
  owner!: PersonType;

  @Field(() => String, { description: "What you call them; else the owner's name, else `Someone`." })
  customName!: string;

  @Field(() => String, { description: 'As you set it; else a colour of their own, as `#rrggbb`.' })
  iconColor!: string;

  @Field(() => DateTimeScalar, {
    description: 'When the first of their shares began that are live since without a gap.',
  })
  sharedSince!: string;

  @Field(() => DateTimeScalar, { description: 'When it was made, or customized.' })
  updatedAt!: string;
}

/** A dashboard as a resolver's root; other fields read what they need from the dashboard itself. */
export interface SharedDashboardRoot extends Omit<SharedDashboardType, 'iconColor'> {
  iconColor: () => string;
  dashboard: Dashboard;
}

export const toDashboardRoot = (dashboard: Dashboard): SharedDashboardRoot => ({
  id: typeId('SharedDashboard', dashboard.id),
  owner: { id: typeId('Person', dashboard.ownerId), name: dashboard.ownerName, image: dashboard.ownerImage },
  customName: shownName(dashboard),
  iconColor: () => shownColor(dashboard),
  sharedSince: dashboard.sharedSince,
  updatedAt: dashboard.updatedAt,
  dashboard,
});

export const SharedDashboardConnection = connectionOf('SharedDashboard', () => SharedDashboardType);
