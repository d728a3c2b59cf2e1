import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { readFileSync } from 'node:fs';
import { sharedFields, type RecordType } from '../../src/sharing/shared-fields.ts';

export const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** A kind of record with its ways in and out, as the schema has them. */
export interface RecordKind {
  type: RecordType;
  /** The mutation that writes one, its input, and the field of its payload that holds the record. */
  mutation: string;
  input: GraphQLInputObjectType;
  record: string;
  /** The list of `HealthData` that it is in. */
  list: string;
}

const objectType = (name: string): GraphQLObjectType => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`the schema has no object type ${name}`);
  return type;
};

export const healthFields = objectType('HealthData').getFields();

/** The lists of `HealthData`, with the type of their nodes. */
export const lists: ReadonlyMap<string, GraphQLNamedType> = new Map(
  Object.values(healthFields).flatMap(({ name, type }): [string, GraphQLNamedType][] => {
    const connection = getNamedType(type);
    if (!isObjectType(connection) || !connection.name.endsWith('Connection')) return [];
    const edge = getNamedType(connection.getFields().edges?.type as GraphQLOutputType) as GraphQLObjectType;
    return [[name, getNamedType(edge.getFields().node?.type as GraphQLOutputType)]];
  }),
);

const holds = (listed: GraphQLNamedType, type: GraphQLObjectType): boolean =>
  listed === type || (isAbstractType(listed) && schema.isSubType(listed, type));

/** Every type of the declared table, as the schema writes and lists it; one without a way in or out is an error. */
export const recordKinds: readonly RecordKind[] = (Object.keys(sharedFields) as RecordType[]).map((type) => {
  const own = objectType(type);
  const [list] = [...lists].find(([, listed]) => holds(listed, own)) ?? [];
  for (const { name: mutation, type: payload, args } of Object.values(objectType('Mutation').getFields())) {
    const fields = (getNamedType(payload) as GraphQLObjectType).getFields();
    const record = Object.values(fields).find((field) => getNamedType(field.type) === own)?.name;
    const input = args[0] && getNamedType(args[0].type);
    if (fields.created && record && list && isInputObjectType(input)) return { type, mutation, input, record, list };
  }
  throw new Error(`nothing writes or lists ${type}`);
});

/** Selects everything of a type: all fields, of a type within itself only what is a leaf. */
export function everythingOf(name: string): string {
  const type = schema.getType(name);
  if (isObjectType(type)) return selection(type, []);
  if (!isAbstractType(type)) throw new Error(`${name} has no fields`);
  const own = 'getFields' in type ? Object.keys(type.getFields()) : [];
  const parts = schema
    .getPossibleTypes(type)
    .map((possible) => `... on ${possible.name} { ${selection(possible, []).replace('__typename', '')} }`);
  return `__typename ${own.includes('id') ? 'id' : ''} ${parts.join(' ')}`;
}

function selection(type: GraphQLObjectType, within: readonly GraphQLObjectType[]): string {
  const selected = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    if (!isObjectType(inner) || within.includes(type)) return [];
    return [`${field.name} { ${selection(inner, [...within, type])} }`];
  });
  return ['__typename', ...selected].join(' ');
}

/** The leaves of a type, as they are selected of one within itself. */
export const leavesOf = (name: string): string[] =>
  Object.values(objectType(name).getFields())
    .filter((field: GraphQLField<unknown, unknown>) => isLeafType(getNamedType(field.type)))
    .map((field) => field.name);
