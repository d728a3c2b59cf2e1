import { GraphQLError, isObjectType, type GraphQLAbstractType, type GraphQLObjectType } from 'graphql';
import type { ExecutionContext } from 'graphql/execution/execute.js';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { FieldPlan } from './plan.ts';

// What is wrong with a value, in graphql-js' words.

export const invalidIterable = ({ parentType, name }: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected Iterable, but did not find one for field "${parentType.name}.${name}".`);

export const invalidObject = ({ nodes }: FieldPlan, type: GraphQLObjectType, value: unknown): GraphQLError =>
  new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes });

/**
 * The object type that a value of an interface or a union is of, by the name that was told of it.
 * @throws GraphQLError when it is none of the possible ones
 */
export function runtimeType(
  { schema }: ExecutionContext,
  { nodes, parentType, name }: FieldPlan,
  abstract: GraphQLAbstractType,
  told: unknown,
  value: unknown,
): GraphQLObjectType {
  const refuse = (problem: string): never => {
    throw new GraphQLError(problem, { nodes });
  };
  const resolving = `Abstract type "${abstract.name}" must resolve to an Object type at runtime for field "${parentType.name}.${name}"`;
  if (told == null)
    return refuse(
      `${resolving}. Either the "${abstract.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  // These two come without a place of their own, and get the field's.
  if (isObjectType(told))
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  if (typeof told !== 'string')
    throw new GraphQLError(`${resolving} with value ${inspect(value)}, received "${inspect(told)}".`);
  const type = schema.getType(told);
  const resolved = `Abstract type "${abstract.name}" was resolved to a`;
  if (type == null) return refuse(`${resolved} type "${told}" that does not exist inside the schema.`);
  if (!isObjectType(type)) return refuse(`${resolved} non-object type "${told}".`);
  if (!schema.isSubType(abstract, type))
    return refuse(`Runtime Object type "${type.name}" is not a possible type for "${abstract.name}".`);
  return type;
}
