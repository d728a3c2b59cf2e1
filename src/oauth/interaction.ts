import type { EntityManager } from '@mikro-orm/postgresql';
import type { Provider } from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import { findClient, type Client } from '../accounts/clients.service.ts';
import { badInput } from '../platform/errors.ts';
import { allowApp, allowedScopes } from '../accounts/connected-apps.service.ts';
import { addressesOf } from './own-address.ts';
import { askedScope } from './paths.ts';
import type { BrowserSession } from '../accounts/browser-sessions.service.ts';

/** An interaction under way, as oidc-provider has it. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** What an app asks of a person. */
export interface AccessRequest {
  client: Client;
  scopes: readonly string[];
  redirectUri: string;
  /** What the app insists on, whatever was done before. */
  prompts: ReadonlySet<string>;
  /** Who has signed in for this very request. */
  signedInFor: string | undefined;
}

/** Why the request is sent back to the app at once; `undefined` when it is in order. */
export type Refusal = Pick<InteractionResults, 'error' | 'error_description'>;

export async function accessRequest(
  em: EntityManager,
  { params, result }: Interaction,
  issuer: string,
): Promise<AccessRequest | Refusal> {
  const client = await findClient(em, String(params['client_id']));
  if (!client) return { error: 'unauthorized_client', error_description: 'client is not registered any more' };
  const redirectUri = String(params['redirect_uri']);
  // The address may have been taken from the client since; then nobody is sent there, not even with a refusal.
  if (!addressesOf(client, issuer).includes(redirectUri))
    throw badInput('redirect_uri', 'is not registered for this app any more');
  const scopes = wordsOf(params[askedScope]);
  const foreign = scopes.filter((scope) => !client.scopes.includes(scope));
  if (scopes.length === 0) return { error: 'invalid_scope', error_description: 'scope is required' };
  if (foreign.length > 0)
    return { error: 'invalid_scope', error_description: `scope is not allowed for this client: ${foreign.join(' ')}` };
  if (client.profile === 'sporttracks' && params['state'] === undefined)
    return { error: 'invalid_request', error_description: 'state is required' };
  return {
    client,
    scopes,
    redirectUri,
    prompts: new Set(wordsOf(params['prompt'])),
    signedInFor: result?.login?.accountId,
  };
}

const wordsOf = (value: unknown): string[] => (typeof value === 'string' ? value.split(' ').filter(Boolean) : []);

/** Whether the person has to sign in: nobody is, or the app wants to see who sits there. */
export const needsSignIn = (
  { prompts, signedInFor }: AccessRequest,
  session: BrowserSession | undefined,
): session is undefined => session === undefined || (prompts.has('login') && signedInFor !== session.userId);

/** Whether the person has to be asked: they never allowed all this, or the app wants them to be asked again. */
export async function needsConsent(em: EntityManager, request: AccessRequest, userId: string): Promise<boolean> {
  if (request.prompts.has('consent')) return true;
  const allowed = (await allowedScopes(em, userId, request.client.clientId)) ?? [];
  return !request.scopes.every((scope) => allowed.includes(scope));
}

/** Writes down that the person said yes. */
export const writeConsent = (em: EntityManager, { client, scopes }: AccessRequest, userId: string): Promise<void> =>
  allowApp(em, userId, client.clientId, scopes, new Date());

/**
 * Grants what the person allows: what the answer to the authorization server has to say then.
 * @throws InvalidGrant when the app was disconnected meanwhile
 */
export async function grantAccess(
  provider: Provider,
  { client, scopes }: AccessRequest,
  userId: string,
): Promise<InteractionResults> {
  const grant = new provider.Grant({ accountId: userId, clientId: client.clientId });
  grant.addOIDCScope(scopes.join(' '));
  return { login: { accountId: userId, remember: false }, consent: { grantId: await grant.save() } };
}
