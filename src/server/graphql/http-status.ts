import type { ApolloServerPlugin } from '@apollo/server';
import { bearerChallenge } from '../../accounts/bearer.ts';
import { statusOf, type ErrorCode } from '../../platform/errors.ts';

/**
 * The HTTP status of an answer without data: that of its error's code. An answer with data is 200 whatever is null in it, but one
 * that lacks a sign-in says so in HTTP's own way too (RFC 6750).
 */
export const httpStatus: ApolloServerPlugin = {
  async requestDidStart({ request }) {
    return {
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single') return;
        const { data, errors } = response.body.singleResult;
        const codes = (errors ?? []).map((error) => error.extensions?.['code'] as ErrorCode);
        if (codes.includes('UNAUTHENTICATED')) {
          const sent = request.http?.headers.get('authorization') !== undefined;
          response.http.status = 401;
          response.http.headers.set('www-authenticate', bearerChallenge(sent ? 'invalid_token' : undefined));
        } else if (data == null && codes[0] && !isTelling(response.http.status)) {
          response.http.status = statusOf[codes[0]];
        }
      },
    };
  },
};

/** Apollo knows some statuses better than the code of the error does, such as 405 for a mutation by GET. */
const isTelling = (status: number | undefined): boolean => status !== undefined && status > 400 && status < 500;
