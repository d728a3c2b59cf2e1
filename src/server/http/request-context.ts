import type { RequestContext } from '../../platform/context.ts';
import type { Orm } from '../../platform/database/orm.ts';

/** A fresh context: its own EntityManager, and nobody signed in yet. */
export const requestContext = (orm: Orm): RequestContext => ({
  em: orm.em.fork(),
  viewer: undefined,
  now: () => new Date(),
  memo: new Map(),
});
