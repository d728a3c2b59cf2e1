/** Which client a request says it comes from, in its parameters or in the Basic header (RFC 6749 §2.3.1). Nothing is proven by it. */
export function claimedClientId(parameters: URLSearchParams, authorization: string | undefined): string | undefined {
  const named = parameters.get('client_id');
  if (named !== null) return named;
  const encoded = /^Basic +([\w+/]+=*)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 1);
  try {
    return decodeURIComponent(id.replaceAll('+', '%20'));
  } catch {
    // Not form-encoded: the server will refuse it in its own words.
    return undefined;
  }
}
