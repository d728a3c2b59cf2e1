import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { RequestContext } from '../../platform/context.ts';
import type { Scope } from '../../platform/scopes.ts';
import type { Refusal } from './refusal.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scopes that a token needs for this route; `token`: it only has to be one. Absent: anyone may call it. */
    needs?: Scope | readonly Scope[] | 'token';
    /** The field of a multipart form that holds the file; for the documentation. */
    fileField?: string;
    /** The fields of text that such a form must have beside it, and what they say; for the documentation. */
    formFields?: Readonly<Record<string, string>>;
    /** Headers of a good answer, and what they say; for the documentation. */
    answerHeaders?: Readonly<Record<string, string>>;
  }
  interface FastifyRequest {
    /** Who asks; on routes that need a token. */
    ctx: RequestContext;
    /** The names of the fields that a JSON body had before it was checked. */
    receivedKeys: readonly string[];
  }
}

/** A vendor's REST API, as its partners' clients know it. */
export interface Dialect {
  /** Its address among the dialects: `/<name>/openapi.json`, `/<name>/docs`. */
  name: string;
  title: string;
  version: string;
  /** For partners, in Markdown. */
  description: string;
  /** The path below which everything is this dialect's, also an address that it does not have; absent: its routes alone. */
  base?: string;
  /** Puts a refusal into the vendor's words. */
  envelope: (refusal: Refusal, request: FastifyRequest) => { status: number; body: unknown };
  /** What every refusal looks like. */
  errorBody: z.ZodType;
}

/** Fastify whose routes have zod schemas. */
export type DialectApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What every dialect needs of the gateway. */
export interface DialectParts {
  /** The context of a request from its Authorization header. @throws DomainError UNAUTHENTICATED, RATE_LIMITED */
  signedIn: (authorization: string | undefined) => Promise<RequestContext>;
}
