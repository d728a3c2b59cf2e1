import { fit, form, preflighted } from '../graphql/form.ts';
import { post, type HttpAnswer } from '../graphql/post.ts';
import type { Guarded } from './guarded-field.ts';
import type { World } from './world.ts';

/** Asks for a guarded field with a token, or without any. */
export function ask(
  { gateway }: Pick<World, 'gateway'>,
  { operation: query, file, content = fit }: Guarded,
  variables: object,
  token?: string,
): Promise<HttpAnswer> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (file === undefined) return post(gateway, { query, variables }, headers);
  const parts = form([
    ['operations', { query, variables }],
    ['map', { 0: [file] }],
    ['0', content],
  ]);
  return post(gateway, parts, { ...preflighted, ...headers });
}

/** What stands in an answer at a path; `undefined` when something above it is null. */
export const at = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null | undefined)?.[key], data);

/** What became of a field: given, or refused for which reason and in which words. */
export interface Outcome {
  given: boolean;
  refusals: { code: string; message: string; path: readonly (string | number)[] | undefined }[];
}

export const outcomeOf = ({ data, errors = [] }: HttpAnswer, entry: Guarded): Outcome => ({
  given: at(data, entry.at) != null,
  refusals: errors.map(({ message, path, extensions: { code } }) => ({ code, message, path })),
});

export const givenOutright: Outcome = { given: true, refusals: [] };

export const refusedFor = (scope: string, { at: path }: Guarded): Outcome => ({
  given: false,
  refusals: [{ code: 'FORBIDDEN', message: `This needs a token with the scope ${scope}.`, path }],
});
