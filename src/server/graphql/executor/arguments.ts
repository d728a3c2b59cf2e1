import { getArgumentValues } from 'graphql/execution/values.js';
import type { Arguments, FieldPlan } from './plan.ts';

/**
 * The arguments of a field, as a new object for each call. They are computed once for each plan, or once for each execution when they
 * depend on variables; only lists and objects anew for each call, since a resolver may change them.
 * @param known those of this execution that depend on variables
 * @throws GraphQLError
 */
export function argumentsOf(
  field: FieldPlan,
  variables: Record<string, unknown>,
  known: Map<FieldPlan, Arguments>,
): Record<string, unknown> {
  if (field.definition.args.length === 0) return {};
  const computed = field.usesVariables ? known.get(field) : field.constantArguments;
  if (computed) return { ...computed };
  const args = getArgumentValues(field.definition, field.nodes[0], variables);
  if (Object.values(args).every(isUnchangeable)) {
    if (field.usesVariables) known.set(field, args);
    else field.constantArguments = args;
    return { ...args };
  }
  return args;
}

const isUnchangeable = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');
