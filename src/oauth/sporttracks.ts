import type { Client } from '../accounts/clients.service.ts';

/** The parts of a request to the authorization server that clients differ in. */
export interface OauthRequest {
  parameters: URLSearchParams;
  authorization?: string | undefined;
}

/**
 * Completes an authorization request of a client with the SportTracks profile to what the strict server takes: without a scope all that
 * the client is registered for is asked, and a single registered address is understood.
 */
export function completeAuthorization(client: Client, parameters: URLSearchParams): URLSearchParams {
  const complete = withRedirectUri(client, parameters);
  if (!complete.get('scope')) complete.set('scope', client.scopes.join(' '));
  return complete;
}

/** The same for a token request; a secret in the body becomes one in the header. */
export function completeTokenRequest(client: Client, { parameters, authorization }: OauthRequest): OauthRequest {
  const complete =
    parameters.get('grant_type') === 'authorization_code'
      ? withRedirectUri(client, parameters)
      : new URLSearchParams(parameters);
  const secret = complete.get('client_secret');
  if (authorization !== undefined || secret === null) return { parameters: complete, authorization };
  complete.delete('client_secret');
  // RFC 6749 §2.3.1: both are form-encoded before they are joined.
  const pair = `${encodeURIComponent(client.clientId)}:${encodeURIComponent(secret)}`;
  return { parameters: complete, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function withRedirectUri({ redirectUris: [only, ...more] }: Client, parameters: URLSearchParams): URLSearchParams {
  const complete = new URLSearchParams(parameters);
  if (only !== undefined && more.length === 0 && !complete.has('redirect_uri')) complete.set('redirect_uri', only);
  return complete;
}
