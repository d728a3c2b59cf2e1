import { IsolationLevel } from '@mikro-orm/postgresql';
import type { RequestContext } from '../context.ts';

/** Runs reads that must fit together: all of them see the database as it was at the first. */
export const atOneMoment = <T>(ctx: RequestContext, read: (ctx: RequestContext) => Promise<T>): Promise<T> =>
  ctx.em.transactional((em) => read(Object.create(ctx, { em: { value: em } }) as RequestContext), {
    isolationLevel: IsolationLevel.REPEATABLE_READ,
    readOnly: true,
  });
