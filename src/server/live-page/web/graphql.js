/** What the gateway refused, with the code of its closed list: `FORBIDDEN`, `BAD_USER_INPUT`, `RATE_LIMITED` … */
export class GraphqlError extends Error {
  name = 'GraphqlError';

  /** @param data what there is nevertheless: one field can be refused and the others answered */
  constructor(errors, data) {
    super(errors.map(({ message }) => message).join(' '));
    this.data = data;
    this.code = errors[0]?.extensions?.code;
  }
}

/** The network, or the gateway, is away. */
export class Unreachable extends Error {
  name = 'Unreachable';
}

/** Makes the function that asks the gateway in the name of who is signed in, and returns the data of its answer. */
export function createAsk(signIn) {
  const send = (token, body) =>
    fetch('graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      signal: signIn.ended,
    }).catch((cause) => {
      throw signIn.ended.aborted ? cause : new Unreachable('The gateway could not be reached.', { cause });
    });

  return async function ask(query, variables = {}) {
    const body = JSON.stringify({ query, variables });
    const token = await signIn.accessToken();
    let response = await send(token, body);
    // It may have been revoked before its time; who still may gets another one.
    if (response.status === 401) response = await send(await signIn.accessToken(token), body);
    // What stands before a gateway answers in its own words when the gateway is away.
    if (!response.headers.get('content-type')?.includes('json'))
      throw new Error(`The gateway answered ${response.status}.`);
    const { data, errors } = await response.json();
    if (errors) throw new GraphqlError(errors, data);
    return data;
  };
}
