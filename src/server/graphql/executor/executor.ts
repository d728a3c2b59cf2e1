import {
  execute,
  getOperationAST,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import {
  assertValidExecutionArguments,
  buildExecutionContext,
  type ExecutionContext,
} from 'graphql/execution/execute.js';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import type { PromiseOrValue } from 'graphql/jsutils/PromiseOrValue.js';
import { executeFields, type Answer } from './complete.ts';
import { rootSelection, type SelectionPlan } from './plan.ts';

export type PlannedArgs = Omit<ExecutionArgs, 'schema' | 'fieldResolver' | 'typeResolver' | 'subscribeFieldResolver'>;
export type Execute = (args: PlannedArgs) => PromiseOrValue<ExecutionResult>;

/** What is remembered of a document, for as long as somebody keeps it. */
interface DocumentPlans {
  /** The variables that `@skip` and `@include` look at. */
  conditions: readonly string[];
  /** By operation, and what its conditions are. */
  selections: Map<string, SelectionPlan>;
}

/** Ten conditions have a thousand combinations, and a client may try them all. */
const mostSelections = 32;

/**
 * Makes an executor that answers as graphql-js' `execute` does, to the letter, and plans what a document selects but once.
 * Mutations and what is no clear case go to graphql-js.
 */
export function plannedExecutor(schema: GraphQLSchema): Execute {
  const plans = new WeakMap<DocumentNode, DocumentPlans>();

  function plansOf(document: DocumentNode): DocumentPlans {
    const known = plans.get(document) ?? { conditions: conditionsOf(document), selections: new Map() };
    plans.set(document, known);
    return known;
  }

  function selectionFor(
    { conditions, selections }: DocumentPlans,
    context: ExecutionContext,
  ): SelectionPlan | undefined {
    const { operation, variableValues } = context;
    const values = conditions.map((name) => variableValues[name]);
    const rootType = schema.getRootType(operation.operation);
    if (!rootType || values.some((value) => value !== undefined && typeof value !== 'boolean')) return undefined;
    const key = `${operation.name?.value ?? ''} ${values.join()}`;
    const known = selections.get(key);
    if (known) return known;
    const planned = rootSelection(context, rootType);
    if (selections.size >= mostSelections) selections.clear();
    selections.set(key, planned);
    return planned;
  }

  return (planned) => {
    const args = { ...planned, schema };
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation || operation.operation === OperationTypeNode.MUTATION) return execute(args);
    assertValidExecutionArguments(schema, args.document, args.variableValues);
    const context = buildExecutionContext(args);
    if (!('schema' in context)) return { errors: context };
    try {
      const selection = selectionFor(plansOf(args.document), context);
      if (!selection) return execute(args);
      const run = { context, variableArguments: new Map() };
      const data = executeFields(run, selection, args.rootValue, undefined);
      if (!isPromise(data)) return answered(context, data);
      return data.then(
        (fields) => answered(context, fields),
        (error) => refused(context, error),
      );
    } catch (error) {
      return refused(context, error);
    }
  };
}

function answered({ collectedErrors: { errors } }: ExecutionContext, data: Answer | null): ExecutionResult {
  return errors.length === 0 ? { data } : { errors, data };
}

function refused(context: ExecutionContext, error: unknown): ExecutionResult {
  context.collectedErrors.add(error as GraphQLError, undefined);
  return answered(context, null);
}

function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      return false;
    },
  });
  return [...names];
}
