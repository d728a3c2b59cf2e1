import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import DataLoader from 'dataloader';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { toClientType } from '../../accounts/client.graphql.ts';
import { clientsByUid } from '../../accounts/clients.service.ts';
import { toAccessToken } from '../../accounts/token.graphql.ts';
import { ownTokens } from '../../accounts/tokens.service.ts';
import { asPerson, viewerAsUser } from '../../accounts/user.graphql.ts';
import { once, requireViewer, type RequestContext } from '../../platform/context.ts';
import { badInput, DomainError } from '../../platform/errors.ts';
import { parseTypeId, type IdKind } from '../../platform/ids.ts';
import { toNotificationRoot } from '../../notifications/notification.graphql.ts';
import { notificationsById } from '../../notifications/notification.read.ts';
import { NodeType } from '../../platform/relay/node.graphql.ts';
import { maxPageSize } from '../../platform/relay/page.ts';
import { toAccessLogEntry } from '../../sharing/access-log.graphql.ts';
import { accessesById } from '../../sharing/access-log.read.ts';
import { toGroupRoot } from '../../sharing/dashboard-group.graphql.ts';
import { toDashboardRoot } from '../../sharing/dashboard.graphql.ts';
import { dashboardsById } from '../../sharing/dashboards.ts';
import { groupsById } from '../../sharing/groups.ts';
import { toInvitationRoot } from '../../sharing/invitation.graphql.ts';
import { invitationsById } from '../../sharing/invitations.ts';
import { knownPeople } from '../../sharing/known-people.ts';
import { toShareRoot } from '../../sharing/share.graphql.ts';
import { sharesById } from '../../sharing/share.read.ts';
import type { RecordType } from '../../sharing/shared-fields.ts';
import { recordsById, recordTypes } from '../../timeline/records.graphql.ts';
import { findSeen } from '../../sharing/find-seen.ts';

/** Finds nodes of one kind by UUID, only among what the viewer may see. */
type NodeReader = (ctx: RequestContext, ids: readonly string[]) => Promise<Map<string, object>>;

const readerOf =
  (type: RecordType): NodeReader =>
  async (ctx, ids) => {
    const found = await findSeen(
      ctx,
      ids,
      (accesses, wanted) => recordsById(ctx, type, accesses, wanted),
      ({ id }) => id,
    );
    return new Map(found.map(({ id, root }) => [id, root]));
  };

const readers: Partial<Record<IdKind, NodeReader>> = {
  ...Object.fromEntries(recordTypes.map((type) => [type, readerOf(type)])),
  User: async (ctx, ids) => {
    const { userId } = requireViewer(ctx);
    return new Map(ids.includes(userId) ? [[userId, viewerAsUser(ctx)]] : []);
  },
  Person: async (ctx, ids) => new Map((await knownPeople(ctx, ids)).map((id) => [id, asPerson(ctx, id)])),
  OAuthClient: async (ctx, ids) =>
    new Map((await clientsByUid(ctx, ids)).map((client) => [client.uid, toClientType(client)])),
  AccessToken: async (ctx, ids) =>
    new Map(
      (await ownTokens(ctx)).filter(({ id }) => ids.includes(id)).map((token) => [token.id, toAccessToken(token)]),
    ),
  Notification: async (ctx, ids) =>
    new Map((await notificationsById(ctx, ids)).map((found) => [found.id, toNotificationRoot(ctx, found)])),
  AccessLogEntry: async (ctx, ids) =>
    new Map((await accessesById(ctx, ids)).map((entry) => [entry.id, toAccessLogEntry(ctx, entry)])),
  Share: async (ctx, ids) => new Map((await sharesById(ctx, ids)).map((share) => [share.id, toShareRoot(ctx, share)])),
  Invitation: async (ctx, ids) =>
    new Map((await invitationsById(ctx, ids)).map((invitation) => [invitation.id, toInvitationRoot(ctx, invitation)])),
  SharedDashboard: async (ctx, ids) =>
    new Map((await dashboardsById(ctx, ids)).map((dashboard) => [dashboard.id, toDashboardRoot(dashboard)])),
  DashboardGroup: async (ctx, ids) =>
    new Map((await groupsById(ctx, ids)).map((group) => [group.id, toGroupRoot(group)])),
};

/** One statement per kind, however many ids a request asks for. A kind that is refused takes no other along. */
const nodeLoader = (ctx: RequestContext) =>
  new DataLoader<string, object | null>(async (ids) => {
    const parsed = ids.map((id) => parseTypeId(id));
    const found = new Map<IdKind, Map<string, object> | DomainError>();
    for (const [kind, own] of Map.groupBy(
      parsed.filter((id) => id !== undefined),
      (id) => id.kind,
    )) {
      const read = readers[kind];
      if (read) found.set(kind, await orRefusal(read(ctx, [...new Set(own.map(({ id }) => id))])));
    }
    return parsed.map((id) => {
      const nodes = id && found.get(id.kind);
      return nodes instanceof DomainError ? nodes : (nodes?.get(id?.id ?? '') ?? null);
    });
  });

const orRefusal = <T>(work: Promise<T>): Promise<T | DomainError> =>
  work.catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, { nullable: true, description: 'Whatever has this id; `null` when you may not know of it.' })
  node(@Arg('id', () => ID) id: string, @Ctx() ctx: RequestContext): Promise<object | null> {
    requireViewer(ctx);
    return once(ctx, nodeLoader).load(id);
  }

  @Query(() => [NodeType], {
    nullable: 'items',
    description: `As \`node\`, in the order of the ids; at most ${maxPageSize}.`,
    complexity: ({ args, childComplexity }: ComplexityEstimatorArgs) =>
      1 + (args as { ids: string[] }).ids.length * childComplexity,
  })
  nodes(@Arg('ids', () => [ID]) ids: string[], @Ctx() ctx: RequestContext): Promise<object | null>[] {
    requireViewer(ctx);
    if (ids.length > maxPageSize) throw badInput('ids', `must be at most ${maxPageSize}`);
    // Each by itself, so that one that is refused is null among the others.
    return ids.map((id) => once(ctx, nodeLoader).load(id));
  }
}
