import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { LocalDateScalar } from '../platform/relay/scalars.graphql.ts';
import type { Category, NotifiableCategory } from './categories.ts';
import { nobody } from './create-share.ts';
import { revokeShare } from './end-share.ts';
import { CategoryEnum } from './health-data.graphql.ts';
import { InvitationType, toInvitationRoot } from './invitation.graphql.ts';
import { offerShare } from './offer-share.ts';
import { parsePersonId } from './person-id.ts';
import { ShareType, toShareRoot } from './share.graphql.ts';
import type { Share } from './share.ts';
import { updateShare } from './update-share.ts';

const readBackWords = 'Of it all but the id needs the scope shares:read; without it `null` with an error.';

const asPayload = (ctx: RequestContext, share: Share) => readBack(ctx, 'shares:read', toShareRoot(ctx, share));

@InputType()
abstract class DatesInput {
  @Field(() => LocalDateScalar, { nullable: true, description: 'First local date, inclusive; `null`: from ever.' })
  startDate?: string | null;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Last local date, inclusive; `null`: for ever.' })
  endDate?: string | null;

  @Field(() => String, { nullable: true, description: 'A word to the viewer, at most 2000 characters.' })
  description?: string | null;
}

@InputType('CreateShareInput', {
  description: 'Exactly one of `viewerId`, `viewerNumber` and `viewerEmail` says with whom.',
})
class CreateShareInput extends DatesInput {
  @Field(() => ID, { nullable: true, description: 'The id of a `Person`, or their own `User` id.' })
  viewerId?: string | null;

  @Field(() => Int, { nullable: true, description: "Someone's `User.number`." })
  viewerNumber?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whoever has this address is invited. The answer does not tell whether anyone has it.',
  })
  viewerEmail?: string | null;

  @Field(() => [CategoryEnum], {
    nullable: true,
    description: 'By default all but HEART_RATE, STEPS, LOCATION and NOTES, which are shared only by name.',
  })
  include?: Category[] | null;

  @Field(() => [CategoryEnum], {
    nullable: true,
    description: 'What the viewer is told of; by default nothing. HEART_RATE, STEPS, LOCATION and NOTES cannot be.',
  })
  notify?: NotifiableCategory[] | null;
}

@ObjectType('CreateSharePayload', { simpleResolvers: true, description: 'What came of it: one of the two.' })
class CreateSharePayload {
  @Field(() => ShareType, { nullable: true, description: `With someone named by id or number. ${readBackWords}` })
  share!: object | null;

  @Field(() => InvitationType, { nullable: true, description: `With an e-mail address. ${readBackWords}` })
  invitation!: object | null;
}

@InputType('UpdateShareInput', {
  description:
    'What is absent stays as it is; `null` clears a date or the description. `notify` is for the viewer to change, the rest for the owner.',
})
class UpdateShareInput extends DatesInput {
  @Field(() => ID)
  id!: string;

  @Field(() => [CategoryEnum], { nullable: true, description: 'Cannot be cleared, but may be empty.' })
  include?: Category[];

  @Field(() => [CategoryEnum], { nullable: true, description: 'Cannot be cleared, but may be empty.' })
  notify?: NotifiableCategory[];
}

@ObjectType('UpdateSharePayload', { simpleResolvers: true, description: 'The share as it is now.' })
class UpdateSharePayload {
  @Field(() => ShareType, { nullable: true, description: readBackWords })
  share!: object;
}

@InputType('RevokeShareInput', { description: 'Which share ends.' })
class RevokeShareInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType('RevokeSharePayload', { simpleResolvers: true, description: 'The share, which has ended.' })
class RevokeSharePayload {
  @Field(() => ShareType, { nullable: true, description: readBackWords })
  share!: object;
}

@Resolver()
export class ShareMutationResolver {
  @Mutation(() => CreateSharePayload, {
    description:
      'Shares with someone: at once, or as soon as whoever has an e-mail address accepts. 500 shares that you give are live at a time, and 200 invitations wait. Scope: shares:write.',
  })
  async createShare(
    @Arg('input', () => CreateShareInput) { viewerId, ...input }: CreateShareInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CreateSharePayload> {
    const named = viewerId == null ? null : parsePersonId(viewerId);
    if (named === undefined) throw nobody('viewerId');
    const { share, invitation } = await offerShare(ctx, { viewerId: named, ...input });
    return {
      share: share && asPayload(ctx, share),
      invitation: invitation && readBack(ctx, 'shares:read', toInvitationRoot(ctx, invitation)),
    };
  }

  @Mutation(() => UpdateSharePayload, {
    description: 'Changes a live share, as its owner or viewer. Scope: shares:write.',
  })
  async updateShare(
    @Arg('input', () => UpdateShareInput) { id, ...change }: UpdateShareInput,
    @Ctx() ctx: RequestContext,
  ): Promise<UpdateSharePayload> {
    return { share: asPayload(ctx, await updateShare(ctx, idOf('Share', id), change)) };
  }

  @Mutation(() => RevokeSharePayload, {
    description: 'Ends a share that you give; the viewer sees nothing by it any more. Scope: shares:write.',
  })
  async revokeShare(
    @Arg('input', () => RevokeShareInput) { id }: RevokeShareInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RevokeSharePayload> {
    return { share: asPayload(ctx, await revokeShare(ctx, idOf('Share', id))) };
  }
}
