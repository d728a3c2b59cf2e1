import { z } from 'zod';
import {
  countNumberedActivities,
  newestSources,
  numberedActivities,
} from '../../activities/numbered-activities.read.ts';
import { requireViewer } from '../../platform/context.ts';
import { DataAccess } from '../../sharing/access.ts';
import type { DialectApp } from '../kit/dialect.ts';
import type { PagePlaces } from '../kit/page-places.ts';
import { uriOf } from './addresses.ts';
import { errorBody } from './dialect.ts';
import { fromKept, keptUnder } from './kept-workout.ts';
import { boundOf, listQuery, pageAddress } from './list-query.ts';
import { itemFields, toListItem } from './list.mapping.ts';

const item = z.looseObject({
  start_time: z.string(),
  type: z.string(),
  name: z.string(),
  total_distance: z.string(),
  duration: z.string(),
  user_id: z.string(),
  uri: z.string(),
});

const workoutList = z.object({
  size: z.string().meta({ description: 'How many workouts match, in all pages.' }),
  items: z.array(item),
  previous: z.string().optional(),
  next: z.string().optional(),
});

/** Workouts page by page, newest first. */
export function listRoutes(app: DialectApp, places: PagePlaces, publicUrl: () => string): void {
  for (const [path, operationId] of [
    ['/fitnessActivities', 'listWorkouts'],
    ['/fitnessActivities.json', 'listWorkoutsJson'],
  ] as const) {
    app.get(
      path,
      {
        config: { needs: 'activities:read' },
        schema: {
          operationId,
          summary: 'Workouts, newest first, without laps and streams',
          tags: ['Workouts'],
          querystring: listQuery,
          response: { 200: workoutList, 400: errorBody },
        },
      },
      async ({ ctx, query, url }) => {
        const [viewer, access] = [requireViewer(ctx), DataAccess.own(ctx)];
        const filter = {
          from: boundOf('noEarlierThan', query.noEarlierThan, viewer.timezone),
          to: boundOf('noLaterThan', query.noLaterThan, viewer.timezone),
        };
        const { page, pageSize } = query;
        const walk = `${viewer.tokenId} ${JSON.stringify(filter)}`;
        const numbered = { walk, page: page + 1, perPage: pageSize };
        const start = places.startOf(numbered);
        const { activities, hasMore, end } = await numberedActivities(
          ctx,
          access,
          { ...start, size: pageSize },
          filter,
        );
        places.wasRead(numbered, start, end);
        const ids = activities.map(({ id }) => id);
        const sources = await newestSources(ctx, access, ids, { under: keptUnder, names: itemFields });
        const items = activities.map((activity) =>
          toListItem(activity, fromKept(sources.get(activity.id)?.payload), {
            userId: viewer.number,
            uri: uriOf(publicUrl(), activity.id),
            withSummary: query.data === 'summary',
          }),
        );
        return {
          size: String(await countNumberedActivities(ctx, access, filter)),
          items: items as z.output<typeof item>[],
          ...(page > 0 && { previous: pageAddress(publicUrl(), url, page - 1) }),
          ...(hasMore && { next: pageAddress(publicUrl(), url, page + 1) }),
        };
      },
    );
  }
}
