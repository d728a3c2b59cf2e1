import { Field, InterfaceType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { asPerson, PersonType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { parseTypeId, typeId } from '../platform/ids.ts';
import { connectionOf } from '../platform/relay/connection.graphql.ts';
import { enumOf } from '../platform/relay/enum.graphql.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import type { Category, NotifiableCategory } from './categories.ts';
import { CategoryEnum } from './health-data.graphql.ts';
import type { Share } from './share.ts';

@InterfaceType('ShareTerms', {
  implements: NodeType,
  description: 'What someone shares, or offers to share.',
  resolveType: (node: { id: string }) => parseTypeId(node.id)?.kind,
})
export abstract class ShareTermsType extends NodeType {
  @Field(() => PersonType, { description: 'Whose data it is about.' })
  owner!: PersonType;

  @Field(() => LocalDateScalar, { nullable: true, description: 'First local date, inclusive; `null`: from ever.' })
  startDate!: string | null;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Last local date, inclusive; `null`: for ever.' })
  endDate!: string | null;

  @Field(() => [CategoryEnum], { description: 'What is open to the viewer.' })
  include!: Category[];

  @Field(() => [CategoryEnum], {
    description: 'Of these the viewer is told when something new comes in, as far as they are included.',
  })
  notify!: NotifiableCategory[];

  @Field(() => String, { nullable: true, description: 'A word from the owner.' })
  description!: string | null;

  @Field(() => DateTimeScalar)
  createdAt!: string;
}

const ShareSideEnum = enumOf(['OWNER', 'VIEWER']);

registerEnumType(ShareSideEnum, { name: 'ShareSide', description: 'One of the two sides of a share.' });

@ObjectType('Share', {
  implements: [NodeType, ShareTermsType],
  simpleResolvers: true,
  description: 'What one person lets another see. Several of the same two add up.',
})
export class ShareType extends ShareTermsType {
  @Field(() => Int, { description: 'A random number, unique to the share, for dialects whose ids are integers.' })
  number!: number;

  @Field(() => PersonType, { description: 'Who may see it.' })
  viewer!: PersonType;

  @Field(() => DateTimeScalar)
  updatedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: '`null`: it is live.' })
  endedAt!: string | null;

  @Field(() => ShareSideEnum, { nullable: true, description: 'Who ended it.' })
  endedBy!: Share['endedBy'];
}

export const toShareRoot = (ctx: RequestContext, { ownerId, viewerId, ...share }: Share): ShareType => ({
  ...share,
  id: typeId('Share', share.id),
  owner: asPerson(ctx, ownerId),
  viewer: asPerson(ctx, viewerId),
});

export const ShareConnection = connectionOf('Share', () => ShareType);
