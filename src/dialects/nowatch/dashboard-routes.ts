import { requireScope } from '../../platform/context.ts';
import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { allDashboards, customizeDashboard, dashboardIdOf, leaveDashboard } from '../../sharing/dashboards.ts';
import type { DialectApp } from '../kit/dialect.ts';
import { errorBody } from './envelope.ts';
import { toAppearance, toOwnerId } from './mapping.ts';
import { sharedEntities, type Pictures } from './shared-entities.ts';
import { customBody, personBody, sharedEntity, succeeded, success } from './shared.schema.ts';

const tags = ['Dashboards'];
const refusals = { 400: errorBody, 404: errorBody, 413: errorBody, 415: errorBody };

/** Who shares with the viewer, how the viewer sees them, and leaving. */
export function dashboardRoutes(app: DialectApp, pictures: Pictures): void {
  app.get(
    '/shared',
    {
      config: { needs: 'shares:read' },
      schema: {
        operationId: 'listShared',
        summary: 'Everyone who shares with you, the newest first',
        tags,
        response: { 200: z.array(sharedEntity) },
      },
    },
    async ({ ctx }) => sharedEntities(ctx, pictures, await allDashboards(ctx)),
  );

  app.delete(
    '/shared',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'leaveShared',
        summary: 'Ends all that a person shares with you, without a word to them',
        tags,
        body: personBody,
        response: { 200: success, ...refusals },
      },
    },
    async ({ ctx, body: { userId } }) => {
      const id = await dashboardIdOf(ctx, toOwnerId(userId));
      await leaveDashboard(ctx, id);
      return succeeded;
    },
  );

  app.post(
    '/shared/custom',
    {
      config: { needs: ['shares:write', 'shares:read'] },
      schema: {
        operationId: 'customizeShared',
        summary: 'A name and a colour of your own for a person who shares with you',
        tags,
        body: customBody,
        response: { 200: sharedEntity, ...refusals },
      },
    },
    async ({ ctx, body: { userId, ...custom } }) => {
      // It answers with all that the list shows.
      requireScope(ctx, 'shares:read');
      const id = await dashboardIdOf(ctx, toOwnerId(userId));
      const dashboard = await customizeDashboard(ctx, id, toAppearance(custom));
      const [entity] = await sharedEntities(ctx, pictures, [dashboard]);
      if (!entity) throw notFound('This person');
      return entity;
    },
  );
}
