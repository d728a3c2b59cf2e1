import {
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
  parse,
  type GraphQLSchema,
} from 'graphql';
import { getComplexity, simpleEstimator, type ComplexityEstimator } from 'graphql-query-complexity';

const everything = getIntrospectionQuery({
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

/**
 * What introspection costs, so that it cannot multiply without end through the schema's own lists. Each list counts with the most
 * records that it can have in this schema; the sum is scaled so that the whole introspection query costs `wholeCost`.
 */
export function introspectionEstimator(schema: GraphQLSchema, wholeCost: number): ComplexityEstimator {
  const longest = longestLists(schema);
  const within: ComplexityEstimator = ({ type, field, childComplexity }) =>
    isIntrospectionType(type) ? 1 + (longest[field.name] ?? 1) * childComplexity : undefined;
  const whole = getComplexity({
    schema,
    query: parse(everything),
    estimators: [within, simpleEstimator({ defaultComplexity: 0 })],
  });
  return (args) => {
    const { field, childComplexity } = args;
    if (field.name !== '__schema' && field.name !== '__type') return within(args);
    return 1 + Math.ceil((childComplexity * wholeCost) / whole);
  };
}

/** How many records each list of introspection can have, by its field's name. */
function longestLists(schema: GraphQLSchema): Record<string, number> {
  const types = Object.values(schema.getTypeMap());
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = withFields.flatMap((type) => Object.values(type.getFields()));
  const callable = [...fields, ...schema.getDirectives()];
  const most = (counts: number[]) => Math.max(1, ...counts);
  return {
    types: types.length,
    directives: schema.getDirectives().length,
    locations: most(schema.getDirectives().map((directive) => directive.locations.length)),
    fields: most(withFields.map((type) => Object.keys(type.getFields()).length)),
    interfaces: most(withFields.map((type) => type.getInterfaces().length)),
    possibleTypes: most(
      types.map((type) => (isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type).length : 0)),
    ),
    args: most(callable.map(({ args }) => args.length)),
    inputFields: most(types.map((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0))),
    enumValues: most(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))),
  };
}
