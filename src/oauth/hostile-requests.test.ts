import { describe, expect, test } from 'vitest';
import { person } from '../../test/gateway/people.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';
import { connects } from '../../test/oauth/connection.ts';
import { hostileForms, leak } from '../../test/oauth/hostile-values.ts';
import { partner, type Partner } from '../../test/oauth/partner.ts';
import { rawRequest, type RawAnswer } from '../../test/oauth/raw-request.ts';

const gateway = useGateway({ AUTHORIZATIONS_PER_MINUTE: '999999' });
const form = 'application/x-www-form-urlencoded';

/** The requests that were not refused as they should be. */
const badly = (answers: [what: string, answer: RawAnswer][]) =>
  answers
    .filter(([, { status, text, headers }]) => status >= 500 || leak(text) || 'evil' in headers)
    .map(([what, { status, text }]) => [what, status, leak(text) ?? text.slice(0, 200)]);

async function sendsAll(
  requests: readonly (readonly [what: string, url: string, options?: Parameters<typeof rawRequest>[1]])[],
): Promise<[string, RawAnswer][]> {
  return Promise.all(
    requests.map(async ([what, url, options]): Promise<[string, RawAnswer]> => [what, await rawRequest(url, options)]),
  );
}

const basic = ({ clientId, clientSecret }: Partner) =>
  `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

const profiles = ['train-it-all', 'sporttracks'] as const;

describe.each(profiles)('a request for a client with the profile %s', (profile) => {
  test.each(['/oauth/authorize', '/oauth2/authorize'])('to GET %s breaks nothing, whatever is in it', async (path) => {
    const app = await partner(gateway, { profile });
    const fields = {
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      scope: 'profile:read',
      state: 's',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
      prompt: 'login',
      response_mode: 'query',
      nonce: 'n',
      claims: '{}',
      ui_locales: 'de',
      resource: 'https://api.example',
    };
    const sent = hostileForms(fields).map(([what, query]) => [what, `${gateway.url}${path}?${query}`] as const);
    const answers = await sendsAll(sent);
    expect(badly(answers)).toEqual([]);
    expect(new Set(answers.map(([, { status }]) => status))).toEqual(new Set([303, 400]));
  });

  test.each(['/api/oauth/token', '/oauth2/token', '/api/oauth/revoke', '/api/oauth/introspect'])(
    'to POST %s breaks nothing, whatever is in it',
    async (path) => {
      const [ann, app] = [await person(gateway), await partner(gateway, { profile })];
      const { tokens } = await connects(gateway, ann, app);
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, scope: 'profile:read' };
      const code = { grant_type: 'authorization_code', code: 'c', redirect_uri: app.redirectUri, code_verifier: 'v' };
      const token = { token: tokens.access_token, token_type_hint: 'access_token' };
      const inBody = { client_id: app.clientId, client_secret: app.clientSecret as string };
      const sent = [refresh, code, token].flatMap((fields) =>
        [inBody, {}].flatMap((credentials) =>
          hostileForms({ ...fields, ...credentials }).map(([what, text]) => {
            const authorization = 'client_id' in credentials ? undefined : basic(app);
            const headers = { 'content-type': form, ...(authorization && { authorization }) };
            const options = { method: 'POST', headers, body: Buffer.from(text) };
            return [`${what} (${text.slice(0, 60)})`, `${gateway.url}${path}`, options] as const;
          }),
        ),
      );
      expect(badly(await sendsAll(sent))).toEqual([]);
    },
  );

  test.each(['/api/oauth/token', '/oauth2/token', '/api/oauth/revoke', '/api/oauth/introspect'])(
    'to POST %s breaks nothing, whatever its body and headers are',
    async (path) => {
      const app = await partner(gateway, { profile });
      const json = 'application/json';
      const id = `"client_id":"${app.clientId}","client_secret":"${app.clientSecret}"`;
      const bodies: [type: string | undefined, body: string | Buffer][] = [
        [json, '{'],
        [json, ''],
        [json, 'null'],
        [json, '1'],
        [json, '"text"'],
        [json, '[]'],
        [json, `[{${id}}]`],
        [json, `{${id},"grant_type":["refresh_token"],"refresh_token":{"a":1}}`],
        [json, `{${id},"grant_type":{"toString":1},"code":null,"redirect_uri":true}`],
        [json, `{${id},"grant_type":"refresh_token","refresh_token":"\\u0000"}`],
        [json, `{${id},"grant_type":"refresh_token","refresh_token":"\\ud800"}`],
        [json, `{${id},"__proto__":{"grant_type":"refresh_token"},"constructor":{"prototype":1}}`],
        [json, `{"client_id":["${app.clientId}"],"grant_type":"refresh_token"}`],
        [json, `{${id},${id},"grant_type":"refresh_token"}`],
        [json, '['.repeat(20_000)],
        [json, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
        [form, Buffer.from([0xff, 0xfe, 0x00, 0x3d, 0x80])],
        [form, '&&&===&&&'],
        [form, `client_id=${app.clientId}&`.repeat(500)],
        [form, Array.from({ length: 5000 }, (_, at) => `p${at}=1`).join('&')],
        [`${form}; charset=utf-16`, `client_id=${app.clientId}`],
        ['multipart/form-data; boundary=x', '--x\r\n'],
        ['text/plain', `client_id=${app.clientId}`],
        ['nonsense', `client_id=${app.clientId}`],
        [undefined, `client_id=${app.clientId}`],
        [undefined, ''],
      ];
      const encoded = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;
      const authorizations = [
        undefined,
        basic(app),
        'Basic',
        'Basic !!!',
        'Bearer x',
        encoded(''),
        encoded(':'),
        encoded('%00:%00'),
        encoded('a\u0000b:c'),
        encoded('%zz:%zz'),
        encoded(Buffer.from([0xff, 0x3a, 0xff])),
        encoded(`${app.clientId}:${'x'.repeat(5000)}`),
        encoded(`${'x'.repeat(5000)}:y`),
      ];
      const answers = await sendsAll(
        bodies.flatMap(([type, body]) =>
          authorizations.map((authorization) => {
            const headers = { ...(type && { 'content-type': type }), ...(authorization && { authorization }) };
            const what = `${type} ${body.toString().slice(0, 60)} ${authorization?.slice(0, 40)}`;
            return [what, `${gateway.url}${path}`, { method: 'POST', headers, body: Buffer.from(body) }] as const;
          }),
        ),
      );
      expect(badly(answers)).toEqual([]);
      expect(answers.filter(([, { status }]) => status < 400).map(([what]) => what)).toEqual([]);
    },
  );

  test.each(['/api/oauth/token', '/oauth2/token', '/api/oauth/revoke', '/api/oauth/introspect'])(
    'to POST %s with a huge body is refused as OAuth refuses',
    async (path) => {
      const app = await partner(gateway, { profile });
      for (const type of [form, 'application/json']) {
        const headers = { 'content-type': type, authorization: basic(app) };
        const body = Buffer.from(`token=${'x'.repeat(200_000)}`);
        const { status, text } = await rawRequest(`${gateway.url}${path}`, { method: 'POST', headers, body });
        expect([status, JSON.parse(text)]).toMatchObject([413, { error: 'invalid_request' }]);
      }
    },
  );
});

test('a method or an address that there is not is refused', async () => {
  const paths = ['/oauth/authorize', '/api/oauth/token', '/oauth2/token', '/oauth/interaction/x', '/sign-in'];
  const sent = paths.flatMap((path) =>
    ['PUT', 'DELETE', 'PATCH', 'TRACE'].map((method) => [method, `${gateway.url}${path}`, { method }] as const),
  );
  const odd = [
    '/oauth/authorize/%00',
    '/oauth/interaction/%00',
    '/oauth/interaction/%ff',
    `/oauth/interaction/${'x'.repeat(5000)}`,
  ];
  const more = odd.map((path) => [path, `${gateway.url}${path}`] as const);
  const answers = await sendsAll([...sent, ...more]);
  expect(badly(answers)).toEqual([]);
  expect(answers.filter(([, { status }]) => status < 400)).toEqual([]);
});
