import type { FastifyInstance } from 'fastify';
import { activityAsFit, originalFile, seenActivity, type Download } from '../../activities/activity-fit.ts';
import { idOf } from '../../platform/ids.ts';
import type { Gateway } from '../gateway.ts';
import { signedInContext } from './request-context.ts';

interface ActivityRoute {
  Params: { id: string };
}

/** The original file of an activity, and the activity as a FIT file. */
export async function downloadRoutes(app: FastifyInstance, gateway: Gateway): Promise<void> {
  const routes = { '/activities/:id/file': originalFile, '/activities/:id/fit': activityAsFit };
  for (const [path, load] of Object.entries(routes)) {
    app.get<ActivityRoute>(path, async (request, reply) => {
      const ctx = await signedInContext(gateway, 'FILE', request.headers.authorization);
      const seen = await seenActivity(ctx, idOf('Activity', request.params.id));
      const file: Download = await load(ctx, gateway.shelf, seen);
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .send(file.content);
    });
  }
}
