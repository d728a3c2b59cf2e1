import * as oauth from './lib/oauth4webapi/index.js';

/** The gateway knows this page under this name. An app of your own is registered with `npx vitalgate client add --public`. */
const client = { client_id: 'vitalgate-live' };

/** No more than what the page shows; the person is asked for it in these words. */
const scope = [
  'profile:read',
  'shares:read',
  'notifications:read',
  'activities:read',
  'body:read',
  'sleep:read',
  'nutrition:read',
  'dailyWellness:read',
  'samples:read',
].join(' ');

/** An access token this near to its end is renewed before it is used. */
const renewedBeforeMs = 60_000;

/** Nobody is signed in any more: the person, or the gateway, ended it. */
export class SignedOut extends Error {
  name = 'SignedOut';
}

/** What the authorization server says of itself (RFC 8414): where its endpoints are need not be known. */
export async function findServer() {
  const response = await fetch('.well-known/oauth-authorization-server');
  if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
  return response.json();
}

/**
 * Signs people in with an authorization code and PKCE (RFC 6749, RFC 7636), as a public client: what runs in a browser can keep no
 * secret. The tokens stay in this tab's `sessionStorage`, and end with the tab.
 */
export function createSignIn(server) {
  const redirectUri = `${server.issuer}/live`;
  // On this device itself there is no certificate to be had.
  const options = { [oauth.allowInsecureRequests]: server.issuer.startsWith('http:') };
  const request = kept('vitalgate-live.request');
  const tokens = kept('vitalgate-live.tokens');
  const ending = new AbortController();
  let renewal;

  function keep({ access_token, refresh_token, expires_in }) {
    tokens.write({ access: access_token, refresh: refresh_token, expiresAt: Date.now() + expires_in * 1000 });
  }

  /** Whatever still goes on hears the reason as its own error. */
  function end(reason) {
    tokens.clear();
    ending.abort(reason);
  }

  async function renew() {
    const { refresh } = tokens.read();
    try {
      const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, options);
      // Each refresh token works once: the next one comes with the answer.
      keep(await oauth.processRefreshTokenResponse(server, client, response));
    } catch (error) {
      if (error.error !== 'invalid_grant') throw error;
      const ended = new SignedOut('Your access was ended.');
      end(ended);
      throw ended;
    }
  }

  return {
    isSignedIn: () => tokens.read() !== null,

    /** An `AbortSignal`: whatever still goes on in the name of the person stops then, with a `SignedOut`. */
    ended: ending.signal,

    /** Leaves for the gateway's pages, where the person signs in and says yes or no. */
    async begin() {
      const verifier = oauth.generateRandomCodeVerifier();
      const state = oauth.generateRandomState();
      request.write({ verifier, state });
      const address = new URL(server.authorization_endpoint);
      address.search = new URLSearchParams({
        response_type: 'code',
        client_id: client.client_id,
        redirect_uri: redirectUri,
        scope,
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      location.assign(address);
    },

    /** Takes what the address brought along, if someone comes back from there. It throws what the gateway or the person refused. */
    async comeBack() {
      const here = new URL(location.href);
      const begun = request.read();
      request.clear();
      if (!here.searchParams.has('state')) return;
      history.replaceState(null, '', redirectUri);
      if (begun === null) return;
      // Compares the state, and who answers (RFC 9207).
      const answer = oauth.validateAuthResponse(server, client, here, begun.state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        answer,
        redirectUri,
        begun.verifier,
        options,
      );
      keep(await oauth.processAuthorizationCodeResponse(server, client, response));
    },

    /**
     * A token that works, renewed if need be, however many ask at once.
     * @param refused the token that the gateway did not take any more
     */
    async accessToken(refused) {
      const held = tokens.read();
      if (held === null) throw new SignedOut('You are signed out.');
      if (held.access === refused || held.expiresAt - Date.now() < renewedBeforeMs) {
        renewal ??= renew().finally(() => (renewal = undefined));
        await renewal;
      }
      return tokens.read().access;
    },

    /** Ends the access at the gateway too (RFC 7009), with all tokens that came of it. */
    async signOut() {
      const held = tokens.read();
      end(new SignedOut('You are signed out.'));
      if (held === null) return;
      const response = await oauth.revocationRequest(server, client, oauth.None(), held.refresh, options);
      await oauth.processRevocationResponse(response);
    },
  };
}

/** A value of this tab that survives a reload. */
function kept(key) {
  return {
    read: () => JSON.parse(sessionStorage.getItem(key)),
    write: (value) => sessionStorage.setItem(key, JSON.stringify(value)),
    clear: () => sessionStorage.removeItem(key),
  };
}
