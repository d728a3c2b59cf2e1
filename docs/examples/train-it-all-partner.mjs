#!/usr/bin/env node
/*
 * A partner's program for the Train it All External API v1, written from the vendor's document alone: it knows nothing of the gateway
 * but its address. Node.js 20 or newer, no packages.
 *
 *   node train-it-all-partner.mjs <activity.fit> [<where to put the download>]
 *
 * It asks a person for access in the browser, uploads the file, walks through all activities, and downloads the file again.
 *
 *   BASE_URL       of the API; http://127.0.0.1:4000 by default
 *   CLIENT_ID      and, unless the client is a public one, CLIENT_SECRET
 *   REDIRECT_URI   as it is registered; http://127.0.0.1:8976/callback by default. This program listens there.
 *   SCOPE          profile:read activities:read activities:write by default
 *   TOKEN_FILE     where tokens are kept for the next run; by default they are not
 *   ACCESS_TOKEN   a token that is there already: then nobody is asked, and no client is needed
 *   PER_PAGE       activities a page, 100 by default
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename } from 'node:path';

const {
  BASE_URL: baseUrl = 'http://127.0.0.1:4000',
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
  REDIRECT_URI: redirectUri = 'http://127.0.0.1:8976/callback',
  SCOPE: scope = 'profile:read activities:read activities:write',
  TOKEN_FILE: tokenFile,
  ACCESS_TOKEN: accessToken,
  PER_PAGE: perPage = '100',
} = process.env;

const say = (line) => process.stdout.write(`${line}\n`);

/** What the token endpoint answered last. */
let tokens = { access_token: accessToken };

async function signIn() {
  if (accessToken) return;
  const kept = tokenFile && (await readFile(tokenFile, 'utf8').catch(() => undefined));
  if (kept) tokens = JSON.parse(kept);
  else await authorize();
}

/** Sends the person to the gateway, waits until they come back with a code, and exchanges it: section 3 of the document. */
async function authorize() {
  if (!clientId) throw new Error('Set CLIENT_ID (and CLIENT_SECRET), or ACCESS_TOKEN.');
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const address = new URL('/oauth/authorize', baseUrl);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const code = await codeFromBrowser(state, () => say(`Open this address in a browser:\n\n  ${address}\n`));
  await tokenRequest({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier });
  say(`Connected, with the scopes ${tokens.scope}`);
}

/** Listens at the redirect address for the one visit that brings our state. */
async function codeFromBrowser(state, whenListening) {
  const { hostname, port, pathname } = new URL(redirectUri);
  const server = createServer();
  server.listen(Number(port || 80), hostname.replace(/^\[|\]$/g, ''));
  await once(server, 'listening');
  whenListening();
  try {
    for (;;) {
      const [request, response] = await once(server, 'request');
      const visited = new URL(request.url, redirectUri);
      const isOurs = visited.pathname === pathname && visited.searchParams.get('state') === state;
      response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/plain', connection: 'close' });
      response.end(isOurs ? 'Done. You can close this window.\n' : 'Nothing here.\n');
      if (!isOurs) continue;
      const code = visited.searchParams.get('code');
      if (code) return code;
      throw new Error(`Access was not given: ${visited.searchParams.get('error')}`);
    }
  } finally {
    server.close();
  }
}

/** Sections 3.4 and 3.5. */
async function tokenRequest(fields) {
  const headers = {};
  if (clientSecret) headers.authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const response = await fetch(new URL('/api/oauth/token', baseUrl), {
    method: 'POST',
    headers,
    body: new URLSearchParams(clientSecret ? fields : { client_id: clientId, ...fields }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`The token endpoint answered ${response.status}: ${JSON.stringify(answer)}`);
  tokens = answer;
  // The refresh token that was just used is worth nothing any more: keep the new one before anything else happens.
  if (tokenFile) await writeFile(tokenFile, JSON.stringify(tokens), { mode: 0o600 });
}

/** Calls the API; when the access token has expired it is refreshed, and the call made once more. */
async function call(path, request = {}) {
  const send = () =>
    fetch(new URL(`/api/external/v1${path}`, baseUrl), {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${tokens.access_token}` },
    });
  let response = await send();
  if (response.status === 401 && tokens.refresh_token) {
    say('The access token has expired: refreshing it');
    await tokenRequest({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    response = await send();
  }
  if (response.ok) return response;
  const { error, errorCode, hint, details } = await response.json();
  const fields = details ? ` ${JSON.stringify(details.validation.fieldErrors)}` : '';
  throw new Error(`${response.status} ${errorCode}: ${error} ${hint}${fields}`);
}

/** Section 5.2.1. */
async function upload(path) {
  const form = new FormData();
  form.append('file', new Blob([await readFile(path)]), basename(path));
  return (await call('/fit-files', { method: 'POST', body: form })).json();
}

/** The document's loop: ask for the next page until there is none. */
async function* pages(path) {
  for (let page = 1; page !== null;) {
    const { items, pagination } = await (await call(`${path}?page=${page}&per_page=${perPage}`)).json();
    yield { page, items };
    page = pagination.hasNextPage ? pagination.nextPage : null;
  }
}

const counted = ({ length }) => `${length} ${length === 1 ? 'activity' : 'activities'}`;

const told = ({ id, startedAt, type, title, durationMin, distanceKm }) =>
  [
    `  ${id}`,
    startedAt,
    type.padEnd(8),
    `${Math.round(durationMin)} min`.padStart(8),
    distanceKm === null ? '' : `${distanceKm.toFixed(1)} km`,
    title,
  ].join('  ');

/** The recommended flow of section 5.2.3. */
async function main([file, target]) {
  if (!file) throw new Error('Usage: node train-it-all-partner.mjs <activity.fit> [<download>]');
  await signIn();

  const { id, duplicate } = await upload(file);
  say(duplicate ? `Uploaded before, it is activity ${id}` : `Uploaded as activity ${id}`);

  const activities = [];
  for await (const { page, items } of pages('/activities')) {
    say(`Page ${page}: ${counted(items)}`);
    activities.push(...items);
  }
  say(`${counted(activities)}, the newest first:`);
  for (const activity of activities.slice(0, 10)) say(told(activity));
  if (!activities.some((activity) => activity.id === id)) throw new Error(`Activity ${id} is not in the list.`);

  const content = Buffer.from(await (await call(`/activities/${id}/fit`)).arrayBuffer());
  await writeFile(target ?? `${id}.fit`, content);
  const isSame = content.equals(await readFile(file));
  say(`Downloaded ${content.length} bytes to ${target ?? `${id}.fit`}${isSame ? ', the same as were uploaded' : ''}`);
}

await main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
