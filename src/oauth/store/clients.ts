import type { EntityManager } from '@mikro-orm/postgresql';
import type { AdapterPayload, ClientMetadata } from 'oidc-provider';
import { findClient } from '../../accounts/clients.service.ts';
import { addressesOf } from '../own-address.ts';
import type { ClientProfile } from '../../accounts/accounts.input.ts';

/** What the authorization server is told of a client beside what the standards know. */
export interface VitalgateClient {
  profile: ClientProfile;
}

/** A registered client in the words of RFC 7591. In place of its secret stands the hash of it, in hex. */
export async function clientMetadata(
  newEm: () => EntityManager,
  clientId: string,
  issuer: string,
): Promise<AdapterPayload | undefined> {
  const client = await findClient(newEm(), clientId);
  if (!client) return undefined;
  const redirectUris = addressesOf(client, issuer);
  const metadata: ClientMetadata & VitalgateClient = {
    client_id: client.clientId,
    client_name: client.name,
    redirect_uris: redirectUris,
    scope: client.scopes.join(' '),
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    application_type: redirectUris.every((uri) => /^https?:/.test(uri)) ? 'web' : 'native',
    ...(client.secretHash
      ? { token_endpoint_auth_method: 'client_secret_basic', client_secret: client.secretHash.toString('hex') }
      : { token_endpoint_auth_method: 'none' }),
    profile: client.profile,
  };
  return metadata as AdapterPayload;
}
