import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import {
  beginSession,
  endSession,
  findSession,
  sessionLifetimeSeconds,
  type BrowserSession,
} from '../accounts/browser-sessions.service.ts';
import { forbidden } from '../platform/errors.ts';
import { hashOf } from '../platform/secrets.ts';
import { pageHeaders } from './page-headers.ts';
import type { Place } from './pages/place.ts';
import { renderPage } from './pages/render.tsx';
import type { Stylesheet } from './stylesheet.ts';

/** What pages need of the browser that asks for them. */
export interface Browser {
  /** Where the pages are, with a token for their forms. */
  placeFor: (request: FastifyRequest, reply: FastifyReply) => Place;
  send: (
    reply: FastifyReply,
    page: VNode,
    options?: { status?: number; formTargets?: readonly string[] },
  ) => FastifyReply;
  /** To another page of this server. */
  goTo: (reply: FastifyReply, path: string) => FastifyReply;
  sessionOf: (request: FastifyRequest) => Promise<BrowserSession | undefined>;
  /** Signs someone in, with a session that nobody has had a hand in before. */
  signIn: (request: FastifyRequest, reply: FastifyReply, userId: string) => Promise<void>;
  signOut: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Hands a text to the next page at a path that the same session opens, and to no other after it. */
  showNext: (request: FastifyRequest, reply: FastifyReply, path: string, text: string) => void;
  takeShown: (request: FastifyRequest, reply: FastifyReply, path: string) => string | undefined;
}

export interface BrowserSettings {
  /** The address of the gateway, without a slash at its end; known once it listens. */
  publicUrl: () => string;
  /** Whether browsers come by https. */
  secure: boolean;
  csrfKey: string;
  stylesheet: Stylesheet;
  newEm: () => EntityManager;
}

/** Lets a scope of routes serve pages with forms: every POST of it must carry the token that its page was given. */
export async function forBrowsers(
  app: FastifyInstance,
  { publicUrl, secure, csrfKey, stylesheet, newEm }: BrowserSettings,
): Promise<Browser> {
  const base = () => new URL(publicUrl()).pathname.replace(/\/$/, '');
  // A cookie with this prefix cannot be set by a neighbouring host (RFC 6265bis §4.1.3.2), but it needs https.
  const prefix = secure ? '__Host-' : '';
  const sessionCookie = `${prefix}vg_session`;
  const shownCookie = 'vg_shown';
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  const secretOf = (request: FastifyRequest): string | undefined => request.cookies[sessionCookie];
  // A form belongs to the session that it was made in: after a sign-in in another tab it is refused.
  const formOwner = (request: FastifyRequest): string => hashOf(secretOf(request) ?? '').toString('base64url');

  await app.register(cookie, { secret: csrfKey });
  await app.register(formbody);
  await app.register(csrf, {
    cookieKey: `${prefix}vg_csrf`,
    cookieOpts: cookieOptions,
    csrfOpts: { userInfo: true, hmacKey: csrfKey },
    getToken: (request) => (request.body as { _csrf?: string } | undefined)?._csrf,
    getUserInfo: formOwner,
    logLevel: 'debug',
  });
  app.addHook('preHandler', (request, reply, done) => {
    if (request.method !== 'POST') return done();
    // Browsers say themselves where a form stands.
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return done(forbidden('This form was sent from another site.'));
    app.csrfProtection(request, reply, done);
  });

  return {
    placeFor: (request, reply) => ({
      base: base(),
      stylesheet: `${base()}/assets/style.css?v=${stylesheet.version}`,
      csrf: reply.generateCsrf({ userInfo: formOwner(request) }),
    }),
    send: (reply, page, { status = 200, formTargets } = {}) =>
      reply.code(status).headers(pageHeaders(formTargets)).send(renderPage(page)),
    goTo: (reply, path) => reply.header('cache-control', 'no-store').redirect(`${base()}${path}`, 303),
    async sessionOf(request) {
      const secret = secretOf(request);
      return secret === undefined ? undefined : findSession(newEm(), secret, new Date());
    },
    async signIn(request, reply, userId) {
      const before = secretOf(request);
      if (before !== undefined) await endSession(newEm(), before);
      const secret = await beginSession(newEm(), userId, new Date());
      void reply.setCookie(sessionCookie, secret, { ...cookieOptions, maxAge: sessionLifetimeSeconds });
    },
    showNext(request, reply, path, text) {
      // Signed, and for this session, so that nobody can have a token of theirs shown to someone else as their own.
      const value = `${formOwner(request)}.${Buffer.from(text).toString('base64url')}`;
      const options = {
        ...cookieOptions,
        sameSite: 'strict',
        path: `${base()}${path}`,
        maxAge: 60,
        signed: true,
      } as const;
      void reply.setCookie(shownCookie, value, options);
    },
    takeShown(request, reply, path) {
      const { valid, value } = request.unsignCookie(request.cookies[shownCookie] ?? '');
      const [owner, text = ''] = (valid ? value : '').split('.');
      if (owner !== formOwner(request)) return undefined;
      void reply.clearCookie(shownCookie, { ...cookieOptions, sameSite: 'strict', path: `${base()}${path}` });
      return Buffer.from(text, 'base64url').toString('utf8');
    },
    async signOut(request, reply) {
      const secret = secretOf(request);
      if (secret !== undefined) await endSession(newEm(), secret);
      void reply.clearCookie(sessionCookie, cookieOptions);
    },
  };
}
