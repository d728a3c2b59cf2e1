import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import type { EntityManager } from '@mikro-orm/postgresql';
import { allowedScopes } from '../accounts/connected-apps.service.ts';
import type { Limits } from '../accounts/limits.ts';
import { personOfCredentials } from '../accounts/sign-in.ts';
import { badInput, notFound } from '../platform/errors.ts';
import type { Browser } from './browser.ts';
import { destinationOf } from './destination.ts';
import { requestFor } from './hand-over.ts';
import {
  accessRequest,
  grantAccess,
  needsConsent,
  needsSignIn,
  writeConsent,
  type AccessRequest,
  type Interaction,
} from './interaction.ts';
import { formTargetOf } from './page-headers.ts';
import { ConsentPage } from './pages/consent.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { paths } from './paths.ts';
import { permissionsOf } from './scope-words.ts';
import { credentials, noMatch } from './forms.ts';
import { showSignUp, signUp, type SignUpPlace } from './sign-up.tsx';

export interface InteractionParts {
  browser: Browser;
  provider: () => Promise<Provider>;
  newEm: () => EntityManager;
  limits: Limits;
  /** Whether people may make accounts of their own. */
  isOpen: boolean;
}

interface Under {
  Params: { uid: string };
}

interface Step {
  interaction: Interaction;
  asked: AccessRequest;
}

/** As the authorization server itself says that an interaction is over. */
const sessionNotFound = async (why: string): Promise<Error> =>
  new (await import('oidc-provider')).errors.SessionNotFound(why);

/** Where a person whom an app sends here signs in, if need be, and says yes or no. */
export function interactionRoutes(app: FastifyInstance, parts: InteractionParts): void {
  const { browser, newEm, limits } = parts;
  const here = `${paths.interaction}/:uid`;
  const pathOf = ({ interaction }: Step) => `${paths.interaction}/${interaction.uid}`;

  /** @returns undefined when the app was answered already, because its request is not in order */
  async function stepOf(request: FastifyRequest<Under>, reply: FastifyReply): Promise<Step | undefined> {
    const provider = await parts.provider();
    const interaction = await provider.interactionDetails(requestFor(provider, request.raw), reply.raw);
    if (interaction.uid !== request.params.uid) throw await sessionNotFound('another interaction');
    const asked = await accessRequest(newEm(), interaction, provider.issuer);
    if ('client' in asked) return { interaction, asked };
    await finish(request, reply, asked);
    return undefined;
  }

  async function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    result: InteractionResults,
  ): Promise<FastifyReply> {
    const provider = await parts.provider();
    const raw = requestFor(provider, request.raw);
    const next = new URL(await provider.interactionResult(raw, reply.raw, result, { mergeWithLastSubmission: false }));
    return reply.header('cache-control', 'no-store').redirect(next.pathname, 303);
  }

  /** An app may insist on a sign-in for this very request (`prompt=login`): now it has it. */
  async function noteSignIn({ interaction }: Step, userId: string): Promise<void> {
    interaction.result = { login: { accountId: userId } };
    await interaction.persist();
  }

  async function allow(
    request: FastifyRequest,
    reply: FastifyReply,
    step: Step,
    userId: string,
  ): Promise<FastifyReply> {
    try {
      return await finish(request, reply, await grantAccess(await parts.provider(), step.asked, userId));
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'InvalidGrant') throw error;
      // Disconnected in this very moment: the person is asked again.
      return browser.goTo(reply, pathOf(step));
    }
  }

  function showSignIn(
    request: FastifyRequest,
    reply: FastifyReply,
    step: Step,
    entered?: { email: string; problem: string },
  ) {
    const place = browser.placeFor(request, reply);
    const back = `${place.base}${pathOf(step)}`;
    const page = (
      <SignInPage
        place={place}
        action={`${back}/sign-in`}
        app={step.asked.client}
        {...entered}
        {...(parts.isOpen && { signUpUrl: `${back}/sign-up` })}
      />
    );
    return browser.send(reply, page, {
      status: entered ? 400 : 200,
      formTargets: [formTargetOf(step.asked.redirectUri)],
    });
  }

  app.get<Under & { Querystring: { switch?: string } }>(here, async (request, reply) => {
    const step = await stepOf(request, reply);
    if (!step) return reply;
    const session = await browser.sessionOf(request);
    if (needsSignIn(step.asked, session) || request.query.switch !== undefined) return showSignIn(request, reply, step);
    const { client, scopes, redirectUri } = step.asked;
    if (!(await needsConsent(newEm(), step.asked, session.userId))) return allow(request, reply, step, session.userId);
    const before = (await allowedScopes(newEm(), session.userId, client.clientId)) ?? [];
    const place = browser.placeFor(request, reply);
    const page = (
      <ConsentPage
        place={place}
        action={`${place.base}${pathOf(step)}`}
        app={client}
        destination={destinationOf(redirectUri)}
        person={session}
        permissions={permissionsOf(scopes)}
        alreadyAllowed={permissionsOf(before.filter((scope) => !scopes.includes(scope)))}
      />
    );
    return browser.send(reply, page, { formTargets: [formTargetOf(redirectUri)] });
  });

  app.post<Under>(`${here}/sign-in`, async (request, reply) => {
    const step = await stepOf(request, reply);
    if (!step) return reply;
    const entered = credentials(request.body);
    const userId = await personOfCredentials(newEm(), limits, entered, request.ip);
    if (userId === undefined) return showSignIn(request, reply, step, { email: entered.email, problem: noMatch });
    await browser.signIn(request, reply, userId);
    await noteSignIn(step, userId);
    return browser.goTo(reply, pathOf(step));
  });

  const signUpPlace = (step: Step): SignUpPlace => ({
    here: `${pathOf(step)}/sign-up`,
    signIn: pathOf(step),
    next: pathOf(step),
    onSignIn: (userId) => noteSignIn(step, userId),
    app: step.asked.client,
  });

  app.get<Under>(`${here}/sign-up`, async (request, reply) => {
    if (!parts.isOpen) throw notFound('This page');
    const step = await stepOf(request, reply);
    return step ? showSignUp(parts, request, reply, signUpPlace(step)) : reply;
  });

  app.post<Under>(`${here}/sign-up`, async (request, reply) => {
    if (!parts.isOpen) throw notFound('This page');
    const step = await stepOf(request, reply);
    return step ? signUp(parts, request, reply, signUpPlace(step)) : reply;
  });

  app.post<Under & { Body: { decision?: string } | undefined }>(here, async (request, reply) => {
    const step = await stepOf(request, reply);
    if (!step) return reply;
    const session = await browser.sessionOf(request);
    if (needsSignIn(step.asked, session)) return browser.goTo(reply, pathOf(step));
    switch (request.body?.decision) {
      case 'allow':
        await writeConsent(newEm(), step.asked, session.userId);
        return allow(request, reply, step, session.userId);
      case 'deny':
        return finish(request, reply, { error: 'access_denied', error_description: 'the person said no' });
      case 'switch':
        return browser.goTo(reply, `${pathOf(step)}?switch=1`);
      default:
        throw badInput('decision', 'must be allow, deny or switch');
    }
  });
}
