import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../platform/errors.ts';
import { toldMistakes } from '../../platform/validate.ts';
import { costCheck } from '../graphql/cost.ts';
import { limitRule, queryLimits } from '../graphql/limits.ts';
import { checkVariables } from '../graphql/variables.ts';

/** What a client asks to be told, as it came. */
export interface SubscriptionRequest {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
}

export interface CheckedSubscription {
  document: DocumentNode;
  operationName: string | null;
  variables: Record<string, unknown>;
}

/** A document that was refused is remembered with its errors: thousands of clients come back with the same. */
type Known = DocumentNode | readonly GraphQLError[];

const remembered = 500;
const longestDocument = 50_000;

/**
 * Makes the check of what clients subscribe with: the same limits, in the same order, as for every other request. Documents are parsed and
 * validated once, since thousands of clients send the same.
 * @returns the check. @throws DomainError, or what is wrong with the document
 */
export function subscriptionCheck(schema: GraphQLSchema): (request: SubscriptionRequest) => CheckedSubscription {
  const known = new LRUCache<string, Known>({ max: remembered });
  const checkCost = costCheck(schema);

  function documentOf(query: string): DocumentNode {
    const found = known.get(query) ?? checkedDocument(schema, query);
    known.set(query, found);
    if ('kind' in found) return found;
    throw found[0];
  }

  return ({ query, operationName, variables }) => {
    if (typeof query !== 'string' || query.length > longestDocument)
      throw new DomainError('BAD_USER_INPUT', `query must be text of at most ${longestDocument} characters.`);
    if (operationName != null && typeof operationName !== 'string')
      throw new DomainError('BAD_USER_INPUT', 'operationName must be text.');
    if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
      throw new DomainError('BAD_USER_INPUT', 'variables must be an object.');
    const request = {
      document: documentOf(query),
      operationName: operationName ?? null,
      variables: { ...(variables as Record<string, unknown> | null | undefined) },
    };
    const operation = getOperationAST(request.document, request.operationName);
    if (!operation) throw new DomainError('BAD_USER_INPUT', 'The operation cannot be told: give its operationName.');
    if (operation.operation !== 'subscription')
      throw new DomainError(
        'BAD_USER_INPUT',
        'Only subscriptions are taken here; send queries and mutations to /graphql.',
      );
    checkVariables(schema, operation, request.variables);
    checkCost(request);
    return request;
  };
}

function checkedDocument(schema: GraphQLSchema, query: string): Known {
  try {
    const document = parse(query, { maxTokens: queryLimits.tokens });
    const errors = validate(schema, document, [limitRule, ...specifiedRules], { maxErrors: toldMistakes });
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
