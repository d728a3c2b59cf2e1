import { getOperationAST, GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { LRUCache } from 'lru-cache';
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

  const known = new LRUCache<string, number>({ max: mostRemembered });
  const numbers = new WeakMap<DocumentNode, number>();
  let lastNumber = 0;

  /** What stands for a request that is asked again and again; `undefined` where its variables are many or large. */
  function nameOf({ document, operationName, variables }: CostedRequest): string | undefined {
    const declared = getOperationAST(document, operationName)?.variableDefinitions ?? [];
    const values = declared.map(({ variable }) => variables[variable.name.value]);
    if (values.length > mostVariables || !values.every(isShort)) return undefined;
    const number = numbers.get(document) ?? (lastNumber += 1);
    numbers.set(document, number);
    return JSON.stringify([number, operationName, ...values.map((value) => (value === undefined ? absent : value))]);
  }

  function rememberedCost(request: CostedRequest): number {
    const name = nameOf(request);
    const cost = (name === undefined ? undefined : known.get(name)) ?? costOf(request);
    if (name !== undefined) known.set(name, cost);
    return cost;
  }

  return (request) => {
    const cost = rememberedCost(request);
    if (cost <= queryLimits.cost) return;
    throw new DomainError('BAD_USER_INPUT', `This query costs ${cost}; at most ${queryLimits.cost} is allowed.`);
  };
}

const mostRemembered = 1000;
const mostVariables = 10;
const longestText = 50;

/** What is absent has its default, unlike `null`; no value that is short looks like it. */
const absent: unknown[] = [];

/** Objects and lists may be of any size and depth. */
const isShort = (value: unknown): boolean =>
  value == null || (typeof value === 'string' ? value.length <= longestText : typeof value !== 'object');

const tooManySelections = `This query has too many selections once its fragments are expanded; at most ${queryLimits.selections} are allowed.`;
