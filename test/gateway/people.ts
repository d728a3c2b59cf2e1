import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { addClient } from '../../src/accounts/clients.service.ts';
import { issueToken } from '../../src/accounts/tokens.service.ts';
import { addUser, type User } from '../../src/accounts/users.service.ts';
import { scopes, type Scope } from '../../src/platform/scopes.ts';
import type { TestGateway } from './test-gateway.ts';

export interface GraphqlAnswer<Data = Record<string, never>> {
  data?: Data | null;
  errors?: { message: string; path?: string[]; extensions: { code: string; fields?: Record<string, string[]> } }[];
}

/** An operation: typed, as `npm run codegen` makes them, or plain text. */
type Operation<Data, Variables> = TypedDocumentNode<Data, Variables> | string;

type Ask<Answer> = <Data, Variables extends object = Record<string, unknown>>(
  operation: Operation<Data, Variables>,
  variables?: Variables,
) => Promise<Answer extends 'data' ? Data : GraphqlAnswer<Data>>;

/** Someone with a token, who talks to the gateway as any client does: over HTTP. */
export interface TestPerson extends User {
  token: string;
  /** Sends a GraphQL request. */
  ask: Ask<'answer'>;
  /** As `ask`, for what must succeed. */
  gets: Ask<'data'>;
  /** Uploads a device file by the GraphQL multipart request specification. */
  uploads: <Data = UploadData>(bytes: Uint8Array, name?: string, selection?: string) => Promise<GraphqlAnswer<Data>>;
}

export interface UploadData {
  uploadActivityFile: { duplicate: boolean; activities: { id: string }[] };
}

let made = 0;

/** Makes a person of the file's own gateway; all scopes unless told otherwise. */
export async function person(
  gateway: TestGateway,
  wishes: { name?: string; timezone?: string; scopes?: readonly Scope[] } = {},
): Promise<TestPerson> {
  made += 1;
  const { name = 'Ann', timezone = 'Europe/Berlin' } = wishes;
  const em = gateway.orm.em.fork();
  const draft = { email: `${name}.${made}@test.example`, name, timezone, password: 'correct horse battery' };
  const user = await addUser(em, draft, new Date());
  const { token } = await issueToken(
    em,
    user.id,
    { scopes: [...(wishes.scopes ?? scopes)], lifetimeSeconds: 3600 },
    new Date(),
  );
  return { ...user, token, ...requests(gateway, token) };
}

/** A client of its own, with a token to act for someone: what it writes carries its name. */
export async function clientOf(gateway: TestGateway, who: User) {
  const em = gateway.orm.em.fork();
  const granted = scopes.filter((scope) => scope !== 'account:manage');
  const { clientId } = await addClient(
    em,
    { name: 'Tracker', scopes: granted, redirectUris: ['https://tracker.example/back'], isPublic: true },
    new Date(),
  );
  const { token } = await issueToken(em, who.id, { scopes: granted, lifetimeSeconds: 3600, clientId }, new Date());
  return { ...who, clientId, token, ...requests(gateway, token) };
}

/** What one can do with a token. */
export function requests(gateway: TestGateway, token: string): Pick<TestPerson, 'ask' | 'gets' | 'uploads'> {
  const headers = { authorization: `Bearer ${token}` };
  const ask = async <Data, Variables>(
    operation: Operation<Data, Variables>,
    variables?: Variables,
  ): Promise<GraphqlAnswer<Data>> => {
    const query = typeof operation === 'string' ? operation : print(operation);
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer<Data>;
  };
  return {
    ask,
    gets: async <Data, Variables>(operation: Operation<Data, Variables>, variables?: Variables): Promise<Data> => {
      const { data, errors } = await ask(operation, variables);
      if (errors || !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    uploads: async <Data>(bytes: Uint8Array, name = 'made-up.fit', selection = 'id'): Promise<GraphqlAnswer<Data>> => {
      const query = `mutation ($file: Upload!) {
        uploadActivityFile(input: { file: $file }) { duplicate activities { ${selection} } }
      }`;
      const form = new FormData();
      form.append('operations', JSON.stringify({ query, variables: { file: null } }));
      form.append('map', JSON.stringify({ 0: ['variables.file'] }));
      form.append('0', new Blob([Buffer.from(bytes)]), name);
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { ...headers, 'apollo-require-preflight': '1' },
        body: form,
      });
      return (await response.json()) as GraphqlAnswer<Data>;
    },
  };
}
