/** The parameter in which a request keeps all scopes that it came with. */
export const askedScope = 'asked_scope';

/** Where the authorization server is. */
export const paths = {
  authorization: '/oauth/authorize',
  token: '/api/oauth/token',
  revocation: '/api/oauth/revoke',
  introspection: '/api/oauth/introspect',
  jwks: '/oauth/jwks',
  interaction: '/oauth/interaction',
  metadata: '/.well-known/oauth-authorization-server',
} as const;
