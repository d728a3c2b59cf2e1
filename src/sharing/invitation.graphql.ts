import { Field, ObjectType } from 'type-graphql';
import { asPerson } from '../accounts/user.graphql.ts';
import { requireViewer, type RequestContext } from '../platform/context.ts';
import { typeId } from '../platform/ids.ts';
import { NodeType } from '../platform/relay/node.graphql.ts';
import { DateTimeScalar } from '../platform/relay/scalars.graphql.ts';
import { ShareTermsType } from './share.graphql.ts';
import type { Invitation } from './share.ts';

@ObjectType('Invitation', {
  implements: [NodeType, ShareTermsType],
  simpleResolvers: true,
  description: 'A share that waits for whoever has an e-mail address. An accepted or withdrawn one is gone.',
})
export class InvitationType extends ShareTermsType {
  @Field(() => String, {
    nullable: true,
    description: 'Where it was sent, as it was written. Only its sender sees it.',
  })
  email!: string | null;

  @Field(() => DateTimeScalar, { description: 'Until when it can be accepted: for 30 days.' })
  expiresAt!: string;
}

export const toInvitationRoot = (ctx: RequestContext, { ownerId, ...invitation }: Invitation): InvitationType => ({
  ...invitation,
  id: typeId('Invitation', invitation.id),
  owner: asPerson(ctx, ownerId),
  email: requireViewer(ctx).userId === ownerId ? invitation.email : null,
});
