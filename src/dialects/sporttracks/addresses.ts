import { idOf, typeId } from '../../platform/ids.ts';

export const workoutsPath = '/api/v2/fitnessActivities';

/** The addresses under which clients know workouts. @param publicUrl of the gateway, without a slash at its end */
export const uriOf = (publicUrl: string, id: string): string => `${publicUrl}${workoutsPath}/${typeId('Activity', id)}`;

/** Where people look at an activity: as long as there is no page for it, its file. */
export const pageOf = (publicUrl: string, id: string): string =>
  `${publicUrl}/activities/${typeId('Activity', id)}/fit`;

export const idIn = (parameter: string): string => idOf('Activity', parameter);
