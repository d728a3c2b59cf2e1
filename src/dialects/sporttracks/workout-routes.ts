import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createActivity } from '../../activities/create-activity.ts';
import { deleteActivity } from '../../activities/delete-activity.ts';
import type { FileShelf } from '../../activities/import-recording.ts';
import { replaceActivity } from '../../activities/replace-activity.ts';
import { requireViewer } from '../../platform/context.ts';
import { badInput } from '../../platform/errors.ts';
import { DataAccess } from '../../sharing/access.ts';
import type { DialectApp } from '../kit/dialect.ts';
import { idIn, uriOf } from './addresses.ts';
import { errorBody } from './dialect.ts';
import { zoneNamed } from './instants.ts';
import { toKept } from './kept-workout.ts';
import { readWorkout } from './read-workout.ts';
import { toDraft } from './workout.draft.ts';
import { workoutBody, workoutResponse, type Workout } from './workout.schema.ts';

const tags = ['Workouts'];
const uris = z.object({ uris: z.array(z.string()) });
const params = z.object({ id: z.string() });
const refusals = { 400: errorBody, 413: errorBody, 415: errorBody };
/** A day of eleven streams at one value a second; more is a mistake. */
export const mostBodyBytes = 25 * 1024 * 1024;

export interface WorkoutParts {
  shelf: FileShelf;
  publicUrl: () => string;
}

/** Unknown fields are kept, but for those that could reach the prototype of an object: no program means them. */
async function refusePrototypes({ body }: FastifyRequest): Promise<void> {
  const { laps = [] } = (body ?? {}) as { laps?: unknown };
  if ([body, ...[laps].flat()].some((given) => Object.hasOwn(Object(given), '__proto__')))
    throw badInput('__proto__', 'is no field of a workout');
}

/** One workout: read, added, replaced and deleted. */
export function workoutRoutes(app: DialectApp, { shelf, publicUrl }: WorkoutParts): void {
  for (const [path, name] of [
    ['/fitnessActivities', 'Workout'],
    ['/fitnessActivities.json', 'WorkoutJson'],
  ] as const) {
    app.post(
      path,
      {
        bodyLimit: mostBodyBytes,
        preValidation: refusePrototypes,
        config: { needs: 'activities:write' },
        schema: {
          operationId: `add${name}`,
          summary: 'Adds a workout',
          tags,
          body: workoutBody,
          response: { 200: uris, ...refusals },
        },
      },
      async ({ ctx, body }) => {
        const draft = toDraft(body as Workout, zoneNamed(requireViewer(ctx).timezone));
        const { record } = await createActivity(ctx, draft, toKept(body as Workout));
        return { uris: [uriOf(publicUrl(), record.id)] };
      },
    );
  }

  // The document writes the address in the singular too.
  for (const [path, name] of [
    ['/fitnessActivities/:id', 'Workout'],
    ['/fitnessActivity/:id', 'SingularWorkout'],
  ] as const) {
    app.get(
      path,
      {
        config: { needs: 'activities:read' },
        schema: {
          operationId: `get${name}`,
          summary: 'A workout with its laps and streams',
          tags,
          params,
          response: { 200: workoutResponse, 404: errorBody },
        },
      },
      async ({ ctx, params: { id } }) => readWorkout(ctx, DataAccess.own(ctx), idIn(id), publicUrl()),
    );

    app.put(
      path,
      {
        bodyLimit: mostBodyBytes,
        preValidation: refusePrototypes,
        config: { needs: 'activities:write' },
        schema: {
          operationId: `replace${name}`,
          summary: 'Replaces a workout: what is left out is gone',
          tags,
          params,
          body: workoutBody,
          response: { 200: uris, ...refusals, 404: errorBody },
        },
      },
      async ({ ctx, params: { id }, body }) => {
        const draft = toDraft(body as Workout, zoneNamed(requireViewer(ctx).timezone));
        const record = await replaceActivity(ctx, idIn(id), draft, toKept(body as Workout));
        return { uris: [uriOf(publicUrl(), record.id)] };
      },
    );

    app.delete(
      path,
      {
        config: { needs: 'activities:write' },
        schema: {
          operationId: `delete${name}`,
          summary: 'Deletes a workout',
          tags,
          params,
          response: { 200: z.object({ status: z.literal('ok') }), 404: errorBody },
        },
      },
      async ({ ctx, params: { id } }) => {
        await deleteActivity(ctx, shelf.blobs, idIn(id));
        return { status: 'ok' as const };
      },
    );
  }
}
