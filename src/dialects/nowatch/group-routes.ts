import { z } from 'zod';
import { allDashboards } from '../../sharing/dashboards.ts';
import {
  addToGroup,
  createGroup,
  deleteGroup,
  listGroups,
  removeFromGroup,
  renameGroup,
} from '../../sharing/groups.ts';
import type { DialectApp } from '../kit/dialect.ts';
import { errorBody } from './envelope.ts';
import { fromGroup, toGroupId, toOwnerId } from './mapping.ts';
import { sharedEntities, type Pictures } from './shared-entities.ts';
import { group, groupBody, groupPath, personBody, succeeded, success } from './shared.schema.ts';

const tags = ['Groups'];
const refusals = { 400: errorBody, 404: errorBody, 413: errorBody, 415: errorBody };
const nothing = z.undefined().meta({ description: 'Done; there is no body.' });

/** The viewer's own selections of those who share with them. */
export async function groupRoutes(app: DialectApp, pictures: Pictures): Promise<void> {
  app.get(
    '/shared/groups',
    {
      config: { needs: 'shares:read' },
      schema: {
        operationId: 'listGroups',
        summary: 'Your groups with the people in them, the oldest first',
        tags,
        response: { 200: z.array(group) },
      },
    },
    async ({ ctx }) => {
      const groups = await listGroups(ctx);
      if (groups.length === 0) return [];
      const grouped = new Set(groups.flatMap(({ ownerIds }) => ownerIds));
      const dashboards = grouped.size === 0 ? [] : await allDashboards(ctx);
      const members = dashboards.filter(({ ownerId }) => grouped.has(ownerId));
      const entities = await sharedEntities(ctx, pictures, members);
      const people = new Map(entities.map((entity) => [toOwnerId(entity.fromId), entity]));
      return groups.map((one) => fromGroup(one, people));
    },
  );

  app.post(
    '/shared/groups',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'createGroup',
        summary: 'Makes a group; its id is in the list',
        tags,
        body: groupBody,
        response: { 201: nothing, 400: errorBody, 413: errorBody, 415: errorBody },
      },
    },
    async ({ ctx, body }, reply) => {
      await createGroup(ctx, body);
      return reply.code(201).send();
    },
  );

  app.patch(
    '/shared/groups/:groupId',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'renameGroup',
        summary: 'Gives a group of yours another name',
        tags,
        params: groupPath,
        body: groupBody,
        response: { 200: nothing, ...refusals },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await renameGroup(ctx, toGroupId(params.groupId), body);
      return reply.code(200).send();
    },
  );

  memberRoutes(app);
  await app.register(async (deletion) => deletionRoute(deletion as DialectApp));
}

/** Who is in a group. */
function memberRoutes(app: DialectApp): void {
  const path = '/shared/groups/:groupId/members';
  const schema = { tags, params: groupPath, body: personBody, response: { 200: success, ...refusals } };

  app.post(
    path,
    {
      config: { needs: 'shares:write' },
      schema: { ...schema, operationId: 'addToGroup', summary: 'Puts someone who shares with you into a group' },
    },
    async ({ ctx, params, body }) => {
      await addToGroup(ctx, toGroupId(params.groupId), toOwnerId(body.userId));
      return succeeded;
    },
  );

  app.delete(
    path,
    {
      config: { needs: 'shares:write' },
      schema: { ...schema, operationId: 'removeFromGroup', summary: 'Takes someone out of a group, and no more' },
    },
    async ({ ctx, params, body }) => {
      await removeFromGroup(ctx, toGroupId(params.groupId), toOwnerId(body.userId));
      return succeeded;
    },
  );
}

function deletionRoute(app: DialectApp): void {
  // Nothing is read of a body: some clients send their content type along with everything.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));

  app.delete(
    '/shared/groups/:groupId',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'deleteGroup',
        summary: 'Deletes a group of yours; the people in it go on sharing with you',
        tags,
        params: groupPath,
        response: { 200: success, 404: errorBody, 413: errorBody, 415: errorBody },
      },
    },
    async ({ ctx, params }) => {
      await deleteGroup(ctx, toGroupId(params.groupId));
      return succeeded;
    },
  );
}
