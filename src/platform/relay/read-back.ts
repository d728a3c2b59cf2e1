import { requireViewer, type RequestContext } from '../context.ts';
import { forbidden } from '../errors.ts';
import type { Scope } from '../scopes.ts';

/**
 * The record that a mutation gives back: all of it to a token that may read such records, else its id alone. Otherwise an empty change
 * would read what others wrote.
 */
export function readBack<Root extends { id: string }>(ctx: RequestContext, scope: Scope, root: Root): Root {
  if (requireViewer(ctx).scopes.has(scope)) return root;
  return new Proxy(root, {
    get(target, key) {
      if (key !== 'id' && key !== '__typename' && Object.hasOwn(target, key))
        throw forbidden(`This needs a token with the scope ${scope}.`);
      return Reflect.get(target, key) as unknown;
    },
  });
}
