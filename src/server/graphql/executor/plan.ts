import {
  defaultFieldResolver,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  TypeNameMetaFieldDef,
  visit,
  BREAK,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getFieldDef, type ExecutionContext } from 'graphql/execution/execute.js';

export type Arguments = Readonly<Record<string, unknown>>;

/** What is selected of an object type, in the order of the answer. */
export interface SelectionPlan {
  fields: readonly FieldPlan[];
}

export interface FieldPlan {
  /** Its name in the answer. */
  key: string;
  name: string;
  nodes: readonly [FieldNode, ...FieldNode[]];
  parentType: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  type: TypePlan;
  resolve: GraphQLFieldResolver<unknown, unknown>;
  /** No function of the schema takes part in reading it: it is what the property of its name is. */
  isProperty: boolean;
  /** `__typename` is the same for every object of a type. */
  constant: string | undefined;
  usesVariables: boolean;
  /** Filled by the first execution, unless they depend on variables. */
  constantArguments: Arguments | undefined;
  /** What is selected below it, by the type that a value turns out to be of; filled as they come up. */
  selections: Map<GraphQLObjectType, SelectionPlan>;
}

/** A type without its wrappers, so that nobody has to look behind them for each value. */
export type TypePlan = { isNonNull: boolean } & (
  | { kind: 'leaf'; type: GraphQLLeafType }
  | { kind: 'list'; item: TypePlan }
  | { kind: 'object'; type: GraphQLObjectType }
  | { kind: 'abstract'; type: GraphQLAbstractType }
);

/** The plan of an operation's own fields. */
export function rootSelection(context: ExecutionContext, rootType: GraphQLObjectType): SelectionPlan {
  const { schema, fragments, variableValues, operation } = context;
  return planSelection(
    context,
    rootType,
    collectFields(schema, fragments, variableValues, rootType, operation.selectionSet),
  );
}

/** The plan of what is selected below a field, of a value that is of this type. */
export function selectionOf(context: ExecutionContext, field: FieldPlan, type: GraphQLObjectType): SelectionPlan {
  const known = field.selections.get(type);
  if (known) return known;
  const { schema, fragments, variableValues } = context;
  const selection = planSelection(
    context,
    type,
    collectSubfields(schema, fragments, variableValues, type, field.nodes),
  );
  field.selections.set(type, selection);
  return selection;
}

function planSelection(
  { schema }: ExecutionContext,
  parentType: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
): SelectionPlan {
  const fields: FieldPlan[] = [];
  for (const [key, selected] of collected) {
    const nodes = selected as FieldPlan['nodes'];
    const definition = getFieldDef(schema, parentType, nodes[0]);
    // graphql-js leaves out what a type does not have.
    if (!definition) continue;
    const type = planType(definition.type);
    fields.push({
      key,
      name: definition.name,
      nodes,
      parentType,
      definition,
      type,
      resolve: definition.resolve ?? defaultFieldResolver,
      isProperty: !definition.resolve && definition.args.length === 0 && !looksAtInfo(type),
      constant: definition === TypeNameMetaFieldDef ? parentType.name : undefined,
      usesVariables: hasVariables(nodes[0]),
      constantArguments: undefined,
      selections: new Map(),
    });
  }
  return { fields };
}

function planType(type: GraphQLOutputType, isNonNull = false): TypePlan {
  if (isNonNullType(type)) return planType(type.ofType, true);
  if (isListType(type)) return { kind: 'list', isNonNull, item: planType(type.ofType) };
  if (isLeafType(type)) return { kind: 'leaf', isNonNull, type };
  if (isAbstractType(type)) return { kind: 'abstract', isNonNull, type };
  if (isObjectType(type)) return { kind: 'object', isNonNull, type };
  throw new TypeError(`${String(type)} is no output type.`);
}

/** Whether a function that takes the `info` of the field tells what a value is. */
function looksAtInfo(plan: TypePlan): boolean {
  if (plan.kind === 'list') return looksAtInfo(plan.item);
  return plan.kind === 'abstract' || (plan.kind === 'object' && plan.type.isTypeOf != null);
}

function hasVariables({ arguments: given = [] }: FieldNode): boolean {
  let found = false;
  const look = () => {
    found = true;
    return BREAK;
  };
  for (const { value } of given) visit(value, { [Kind.VARIABLE]: look });
  return found;
}
