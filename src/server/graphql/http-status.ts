import type { ApolloServerPlugin } from '@apollo/server';
import { refusalHeaders } from '../../accounts/refusal-headers.ts';
import { statusOf, type DomainError } from '../../platform/errors.ts';

type Refusal = Pick<DomainError, 'code' | 'retryAfterSeconds'>;

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
        const refusals = (errors ?? []).map(({ extensions }) => extensions as unknown as Refusal);
        const codes = refusals.map(({ code }) => code);
        const sentToken = request.http?.headers.get('authorization') !== undefined;
        for (const refusal of refusals)
          for (const [name, value] of Object.entries(refusalHeaders(refusal, sentToken)))
            response.http.headers.set(name, value);
        if (codes.includes('UNAUTHENTICATED')) {
          response.http.status = 401;
        } else if (data == null && codes[0] && !isTelling(response.http.status)) {
          response.http.status = statusOf[codes[0]];
        }
      },
    };
  },
};

/** Apollo knows some statuses better than the code of the error does, such as 405 for a mutation by GET. */
const isTelling = (status: number | undefined): boolean => status !== undefined && status > 400 && status < 500;
