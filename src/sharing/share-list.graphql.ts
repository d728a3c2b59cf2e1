import { Arg, Args, Ctx, FieldResolver, ID, Resolver } from 'type-graphql';
import { UserType } from '../accounts/user.graphql.ts';
import type { RequestContext } from '../platform/context.ts';
import { ConnectionArgs, connectionComplexity } from '../platform/relay/connection.graphql.ts';
import { mapPage } from '../platform/relay/page.ts';
import { personIdOf } from './person-id.ts';
import { ShareConnection, toShareRoot } from './share.graphql.ts';
import { countShares, listShares, type ShareSide } from './share.read.ts';

const guarded = 'newest first. Scope: shares:read; without it `null` with an error.';
const endedOptions = {
  nullable: true,
  defaultValue: false,
  description: 'Those that have ended, instead of the live.',
};
const personOptions = { nullable: true, description: 'Only those with this `Person` on the other side.' };

@Resolver(() => UserType)
export class ShareListResolver {
  @FieldResolver(() => ShareConnection, {
    nullable: true,
    description: `What you share with others, ${guarded}`,
    complexity: connectionComplexity,
  })
  sharesGiven(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('ended', () => Boolean, endedOptions) ended: boolean | null,
    @Arg('personId', () => ID, personOptions) personId: string | null,
    @Ctx() ctx: RequestContext,
  ) {
    return sharesOnSide(ctx, 'GIVEN', { ended, personId }, page);
  }

  @FieldResolver(() => ShareConnection, {
    nullable: true,
    description: `What others share with you, ${guarded}`,
    complexity: connectionComplexity,
  })
  sharesReceived(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('ended', () => Boolean, endedOptions) ended: boolean | null,
    @Arg('personId', () => ID, personOptions) personId: string | null,
    @Ctx() ctx: RequestContext,
  ) {
    return sharesOnSide(ctx, 'RECEIVED', { ended, personId }, page);
  }
}

async function sharesOnSide(
  ctx: RequestContext,
  side: ShareSide,
  { ended, personId }: { ended: boolean | null; personId: string | null },
  page: ConnectionArgs,
) {
  const filter = { ended, personId: personId == null ? null : personIdOf(personId) };
  return {
    ...mapPage(await listShares(ctx, side, filter, page), (node) => toShareRoot(ctx, node)),
    totalCount: () => countShares(ctx, side, filter),
  };
}
