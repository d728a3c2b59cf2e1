import { z } from 'zod';
import { createActivity } from '../../activities/create-activity.ts';
import { newestSources, numberedActivities } from '../../activities/numbered-activities.read.ts';
import { requireViewer } from '../../platform/context.ts';
import { typeId } from '../../platform/ids.ts';
import { DataAccess } from '../../sharing/access.ts';
import type { DialectApp } from '../kit/dialect.ts';
import type { PagePlaces } from '../kit/page-places.ts';
import { activityName, activityRequest, activityResponse, fromActivity, toActivityDraft } from './activity.mapping.ts';
import { errorBody } from './envelope.ts';
import { numberedPage, pageHeaders, pageOf, pageQuery } from './paging.ts';

const tags = ['Activities'];
const made = z.object({ id: z.string() });

/** The list of activities, and making one. */
export function activityRoutes(app: DialectApp, places: PagePlaces): void {
  app.get(
    '/activities',
    {
      config: { needs: 'activities:read', answerHeaders: pageHeaders },
      schema: {
        operationId: 'listActivities',
        summary: 'Activities, newest first',
        tags,
        querystring: pageQuery,
        response: { 200: pageOf(activityResponse), 400: errorBody },
      },
    },
    async (request, reply) => {
      const { ctx } = request;
      const [viewer, access] = [requireViewer(ctx), DataAccess.own(ctx)];
      return numberedPage(places, request, reply, async (start) => {
        const { activities, hasMore, end } = await numberedActivities(ctx, access, start);
        const sources = await newestSources(
          ctx,
          access,
          activities.map(({ id }) => id),
        );
        const items = activities.map((activity) => fromActivity(activity, sources.get(activity.id), viewer));
        return { items, hasMore, end };
      });
    },
  );

  app.post(
    '/activities',
    {
      config: {
        needs: 'activities:write',
        vendorName: activityName,
      },
      schema: {
        operationId: 'createActivity',
        summary: 'Makes an activity; sent again with its externalId it is the same one',
        description: 'Unknown keys are ignored.',
        tags,
        body: activityRequest,
        response: { 200: made, 201: made, 400: errorBody, 413: errorBody, 415: errorBody },
      },
    },
    async (request, reply) => {
      const draft = toActivityDraft(request.body);
      const { record, created } = await createActivity(request.ctx, draft, request.body.rawPayload ?? null);
      return reply.code(created ? 201 : 200).send({ id: typeId('Activity', record.id) });
    },
  );
}
