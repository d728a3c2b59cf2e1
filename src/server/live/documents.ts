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

/** A document that cannot be asked, with what is wrong with it. */
export class WrongDocument extends Error {
  override readonly name = 'WrongDocument';
  readonly mistakes: readonly GraphQLError[];

  constructor(mistakes: readonly GraphQLError[]) {
    super(mistakes.map(({ message }) => message).join('\n'));
    this.mistakes = mistakes;
  }
}

/** A document that was refused is remembered with its mistakes: thousands of clients come back with the same. */
type Known = DocumentNode | WrongDocument;

const remembered = 500;
const longestDocument = 50_000;

/**
 * Makes the check of what clients subscribe with: the same limits, in the same order, as for every other request. Documents are parsed and
 * validated once, since thousands of clients send the same.
 * @param hideSuggestions whether a misspelt name is refused without the names that there are
 * @returns the check. @throws DomainError, WrongDocument
 */
export function subscriptionCheck(
  schema: GraphQLSchema,
  hideSuggestions: boolean,
): (request: SubscriptionRequest) => CheckedSubscription {
  const known = new LRUCache<string, Known>({ max: remembered });
  const checkCost = costCheck(schema);

  function documentOf(query: string): DocumentNode {
    const found = known.get(query) ?? checkedDocument(schema, query, hideSuggestions);
    known.set(query, found);
    if (found instanceof WrongDocument) throw found;
    return found;
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

function checkedDocument(schema: GraphQLSchema, query: string, hideSuggestions: boolean): Known {
  try {
    const document = parse(query, { maxTokens: queryLimits.tokens });
    const rules = [limitRule, ...specifiedRules];
    const mistakes = validate(schema, document, rules, { maxErrors: toldMistakes, hideSuggestions });
    return mistakes.length > 0 ? wrong('GRAPHQL_VALIDATION_FAILED', mistakes) : document;
  } catch (error) {
    if (error instanceof GraphQLError) return wrong('GRAPHQL_PARSE_FAILED', [error]);
    throw error;
  }
}

const wrong = (code: string, mistakes: readonly GraphQLError[]): WrongDocument =>
  new WrongDocument(
    mistakes.map(({ message, nodes, source, positions }) => {
      const place = nodes ? { nodes } : { source, positions };
      return new GraphQLError(message, { ...place, extensions: { code } });
    }),
  );
