import { ApolloLink, Observable } from '@apollo/client';
import { print } from 'graphql';

/** Sends one file with an operation, by the GraphQL multipart request specification, as public upload links do. */
export const uploadLink = (url: string, token: string): ApolloLink =>
  new ApolloLink(
    ({ query, variables, operationName }) =>
      new Observable((observer) => {
        const { file, ...rest } = variables;
        const form = new FormData();
        const operations = { query: print(query), operationName, variables: { ...rest, file: null } };
        form.append('operations', JSON.stringify(operations));
        form.append('map', JSON.stringify({ 0: ['variables.file'] }));
        form.append('0', file as File);
        const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' };
        const send = async () => {
          const response = await fetch(url, { method: 'POST', headers, body: form });
          observer.next((await response.json()) as ApolloLink.Result);
          observer.complete();
        };
        send().catch((error: unknown) => observer.error(error));
      }),
  );
