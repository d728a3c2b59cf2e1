import { isObjectType, type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { GraphqlContext } from './context.ts';

type Handler = ReturnType<typeof getMetadataStorage>['queries'][number];
type FieldHandler = ReturnType<typeof getMetadataStorage>['fieldResolvers'][number];
type Parameter = NonNullable<Handler['params']>[number];
type Method = (...given: unknown[]) => unknown;
type Given = (
  root: unknown,
  args: Record<string, unknown>,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
) => unknown;

/**
 * Has graphql call the methods of the resolvers directly. What type-graphql puts in between makes instances of the input classes and awaits each
 * argument in case it is validated there, for every call anew; here the services validate, and ask for no instance.
 */
export function callDirectly(schema: GraphQLSchema): void {
  const { queries, mutations, subscriptions, fieldResolvers } = getMetadataStorage();
  const instances = new Map<Handler['target'], Record<string, Method>>();
  const instanceOf = (target: Handler['target']) => {
    const known = instances.get(target) ?? (Reflect.construct(target, []) as Record<string, Method>);
    instances.set(target, known);
    return known;
  };
  const put = (typeName: string | undefined, handler: Handler | FieldHandler) => {
    const { schemaName, methodName, target, params, roles, middlewares } = handler;
    if (roles || middlewares?.length) throw new TypeError(`${methodName} has roles or middlewares, which are not run.`);
    const type = schema.getType(typeName ?? '');
    const field = isObjectType(type) ? type.getFields()[schemaName] : undefined;
    if (field) field.resolve = direct(instanceOf(target), methodName, params ?? []);
  };
  for (const handler of queries) put(schema.getQueryType()?.name, handler);
  for (const handler of mutations) put(schema.getMutationType()?.name, handler);
  for (const handler of subscriptions) put(schema.getSubscriptionType()?.name, handler);
  for (const handler of fieldResolvers) if (handler.kind === 'external') put(objectTypeOf(handler), handler);
}

/** The name of the type that a method resolves a field of. */
function objectTypeOf({ getObjectType }: FieldHandler): string | undefined {
  const target = getObjectType?.();
  return getMetadataStorage().objectTypes.find((type) => type.target === target)?.name;
}

function direct(
  instance: Record<string, Method>,
  methodName: string,
  params: readonly Parameter[],
): GraphQLFieldResolver<unknown, GraphqlContext> {
  const method = instance[methodName] as Method;
  const parts = params.toSorted((a, b) => a.index - b.index).map(givenOf);
  return (root, args, context, info) =>
    method.apply(
      instance,
      parts.map((part) => part(root, args, context, info)),
    );
}

function givenOf(parameter: Parameter): Given {
  if ('propertyName' in parameter && parameter.propertyName)
    throw new TypeError(`A resolver has a part of its ${parameter.kind} as a parameter.`);
  switch (parameter.kind) {
    case 'root':
      return (root) => root;
    case 'args':
      return (_root, args) => args;
    case 'context':
      return (_root, _args, context) => context;
    case 'info':
      return (_root, _args, _context, info) => info;
    case 'arg': {
      const { name } = parameter;
      return (_root, args) => args[name];
    }
    default:
      throw new TypeError(`A resolver has a parameter of the kind ${parameter.kind}.`);
  }
}
