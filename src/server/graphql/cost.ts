import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { DomainError } from '../../platform/errors.ts';
import { introspectionEstimator } from './introspection-cost.ts';
import { queryLimits } from './limits.ts';

export interface CostedRequest {
  document: DocumentNode;
  operationName: string | null;
  /** They fit their types already. */
  variables: Record<string, unknown>;
}

/**
 * Makes the check of a request's cost: a point per field; a connection costs its page size times what is selected of each record.
 * The check throws DomainError BAD_USER_INPUT.
 */
export function costCheck(schema: GraphQLSchema): (request: CostedRequest) => void {
  const estimators = [
    introspectionEstimator(schema, queryLimits.cost / 2),
    fieldExtensionsEstimator(),
    simpleEstimator({ defaultComplexity: 1 }),
  ];

  function costOf({ document, operationName, variables }: CostedRequest): number {
    try {
      return getComplexity({
        schema,
        query: document,
        variables,
        ...(operationName !== null && { operationName }),
        estimators,
        maxQueryNodes: queryLimits.selections,
      });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      throw new DomainError(
        'BAD_USER_INPUT',
        /number of nodes/.test(error.message) ? tooManySelections : error.message,
      );
    }
  }

  const known = new WeakMap<DocumentNode, Map<string, number>>();

  /** The same question is asked again and again: what it costs is remembered with its document. */
  function rememberedCost(request: CostedRequest): number {
    const asked = JSON.stringify([request.operationName, request.variables]);
    const costs = known.get(request.document) ?? new Map<string, number>();
    const cost = costs.get(asked) ?? costOf(request);
    if (asked.length > longestRemembered) return cost;
    if (costs.size >= mostRemembered) costs.clear();
    known.set(request.document, costs.set(asked, cost));
    return cost;
  }

  return (request) => {
    const cost = rememberedCost(request);
    if (cost <= queryLimits.cost) return;
    throw new DomainError('BAD_USER_INPUT', `This query costs ${cost}; at most ${queryLimits.cost} is allowed.`);
  };
}

/** Variables of so many characters, and so many of them for each document. */
const longestRemembered = 500;
const mostRemembered = 50;

const tooManySelections = `This query has too many selections once its fragments are expanded; at most ${queryLimits.selections} are allowed.`;
