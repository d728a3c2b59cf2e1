import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { personOf } from '../../accounts/people.loaders.ts';
import type { RequestContext } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { createShare } from '../../sharing/create-share.ts';
import { endShare } from '../../sharing/end-share.ts';
import { numberedShares, shareByNumber, shareToChange } from '../../sharing/share.read.ts';
import type { Share } from '../../sharing/share.ts';
import { updateShareAsStored } from '../../sharing/update-share.ts';
import type { DialectApp, DialectParts } from '../kit/dialect.ts';
import { serveDialect } from '../kit/serve-dialect.ts';
import { dambel } from './dialect.ts';
import { errorBody, validationError } from './envelope.ts';
import { fromShare, requireSameViewer, toNewShare, toShareChange } from './mapping.ts';
import {
  mostNumber,
  newTracker,
  pageQuery,
  sharedTracker,
  trackerChange,
  trackerPage,
  type SharedTracker,
} from './shared-tracker.schema.ts';

const tags = ['Shares'];
const one = z.object({ data: sharedTracker });
const params = z.object({ id: z.string().meta({ description: 'The number of the share.' }) });
const refusedBodies = { 413: errorBody, 415: errorBody, 422: validationError };

/** The Dambel API of shared trackers. */
export function dambelRoutes(app: FastifyInstance, parts: DialectParts): Promise<void> {
  return serveDialect(app, dambel, parts, (scope) => {
    takeEmptyBodies(scope);
    listRoutes(scope);
    shareRoutes(scope);
  });
}

/** Many clients send a content type with everything, also with a DELETE that has no content. */
function takeEmptyBodies(app: DialectApp): void {
  const json = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void json(request, body, done);
  });
}

/** The list of shares, and making one. */
function listRoutes(app: DialectApp): void {
  app.get(
    '/shares',
    {
      config: { needs: 'shares:read' },
      schema: {
        operationId: 'listShares',
        summary: 'What you share and what is shared with you, newest first',
        tags,
        querystring: pageQuery,
        response: { 200: trackerPage, 422: validationError },
      },
    },
    async ({ ctx, query: { page, per_page: perPage } }) => {
      const { shares, total } = await numberedShares(ctx, { page, perPage });
      const data = await Promise.all(shares.map((share) => withPeople(ctx, share)));
      return { data, current_page: page, per_page: perPage, total };
    },
  );

  app.post(
    '/shares',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'createShare',
        summary: 'Shares trackers with another person',
        description: 'Sent again it is a second share. Unknown keys are ignored.',
        tags,
        body: newTracker,
        response: { 200: one, ...refusedBodies },
      },
    },
    async ({ ctx, body }) => ({ data: await withPeople(ctx, await createShare(ctx, toNewShare(body))) }),
  );
}

/** One share, for its owner and its viewer. */
function shareRoutes(app: DialectApp): void {
  app.get(
    '/shares/:id',
    {
      config: { needs: 'shares:read' },
      schema: {
        operationId: 'getShare',
        summary: 'A share that you gave or that you got',
        tags,
        params,
        response: { 200: one, 404: errorBody },
      },
    },
    async ({ ctx, params: { id } }) => ({ data: await withPeople(ctx, await shareByNumber(ctx, numberIn(id))) }),
  );

  app.put(
    '/shares/:id',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'updateShare',
        summary: 'Changes a share: its viewer what they are told of, its owner all else',
        description: 'What is left out stays as it is. Unknown keys are ignored.',
        tags,
        params,
        body: trackerChange,
        response: { 200: one, 404: errorBody, ...refusedBodies },
      },
    },
    async ({ ctx, params: { id }, body }) => {
      const stored = await shareToChange(ctx, numberIn(id));
      const [owner, viewer] = await peopleOf(ctx, stored);
      requireSameViewer(body, viewer);
      const share = await updateShareAsStored(ctx, stored.id, (before) => toShareChange(body, before));
      return { data: fromShare(share, owner, viewer) };
    },
  );

  app.delete(
    '/shares/:id',
    {
      config: { needs: 'shares:write' },
      schema: {
        operationId: 'deleteShare',
        summary: 'Ends a share, whichever side you are on',
        tags,
        params,
        response: { 204: z.null().meta({ description: 'It has ended.' }), 404: errorBody, ...refusedBodies },
      },
    },
    async ({ ctx, params: { id } }, reply) => {
      await endShare(ctx, (await shareToChange(ctx, numberIn(id))).id);
      return reply.code(204).send(null);
    },
  );
}

/** The number in an address. What is none names nothing. @throws DomainError NOT_FOUND */
function numberIn(parameter: string): number {
  const number = /^[1-9]\d{0,9}$/.test(parameter) ? Number(parameter) : Infinity;
  if (number > mostNumber) throw notFound('This share');
  return number;
}

/** Owner and viewer. The people of all shares of an answer are read by one statement. */
const peopleOf = (ctx: RequestContext, { ownerId, viewerId }: Share) =>
  Promise.all([personOf(ctx, ownerId), personOf(ctx, viewerId)]);

async function withPeople(ctx: RequestContext, share: Share): Promise<SharedTracker> {
  return fromShare(share, ...(await peopleOf(ctx, share)));
}
