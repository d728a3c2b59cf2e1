import { beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../../src/platform/scopes.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { post } from '../graphql/post.ts';
import { carried, guarded, guardedTypes, isCarriedByName, liveType } from './guarded.ts';

const gateway = useGateway();

interface Field {
  name: string;
  description: string | null;
}

interface Type {
  kind: string;
  name: string;
  fields: Field[] | null;
  interfaces: { name: string }[] | null;
}

let types: Type[];
beforeAll(async () => {
  const query = `{ __schema { types {
    kind name interfaces { name } fields(includeDeprecated: true) { name description }
  } } }`;
  const { data } = await post(gateway, { query });
  const { __schema } = data as unknown as { __schema: { types: Type[] } };
  types = __schema.types.filter(({ kind, name }) => kind === 'OBJECT' && !name.startsWith('__'));
});

const fieldsOf = (name: string) => types.find((type) => type.name === name)?.fields ?? [];
const plain = (field: string) => field.split(' ')[0] as string;
const isGuardedType = (name: string) => (guardedTypes as readonly string[]).includes(name);

/** The scopes that a description names. */
const named = ({ description }: Field) => scopes.filter((scope) => description?.includes(scope));

describe('the table', () => {
  test('has every field of the guarded types, and no other', () => {
    const inSchema = guardedTypes.flatMap((type) => fieldsOf(type).map(({ name }) => `${type}.${name}`));
    expect([...new Set(guarded.map(({ field }) => plain(field)))].sort()).toEqual(inSchema.sort());
  });

  test('names each field once, with its scopes or with the reason why it needs none', () => {
    expect(new Set(guarded.map(({ field }) => field)).size).toBe(guarded.length);
    const silent = guarded.filter(({ needs, why }) => (needs.length === 0) === (why === undefined));
    expect(silent.map(({ field }) => field)).toEqual([]);
  });

  test('has every kind of node', () => {
    const kinds = types.filter((type) => type.interfaces?.some(({ name }) => name === 'Node')).map(({ name }) => name);
    const inTable = (query: string) =>
      guarded.flatMap(({ field }) => new RegExp(`^Query\\.${query} \\((\\w+)\\)$`).exec(field)?.[1] ?? []);
    expect(inTable('node').sort()).toEqual(kinds.sort());
    expect(inTable('nodes').sort()).toEqual(kinds.sort());
  });

  test('says of every other type by what it is carried', () => {
    const others = types
      .map(({ name }) => name)
      .filter((name) => !isGuardedType(name) && !isCarriedByName(name) && name !== liveType);
    expect(Object.keys(carried).sort()).toEqual(others.sort());
  });
});

describe('the schema', () => {
  test('says of every guarded field which scopes it needs', () => {
    const needs = guardedTypes.flatMap((type) =>
      fieldsOf(type)
        .filter(({ name }) => guarded.some(({ field }) => field === `${type}.${name}`))
        .map((field) => [`${type}.${field.name}`, named(field).sort()]),
    );
    const inTable = guarded.filter(({ field }) => field === plain(field));
    expect(Object.fromEntries(needs)).toEqual(
      Object.fromEntries(inTable.map(({ field, needs }) => [field, [...needs].sort()])),
    );
  });

  test('says of two carried fields that they need a scope of their own: they lead to another record', () => {
    const fields = types
      .filter(({ name }) => !isGuardedType(name) && name !== liveType)
      .flatMap((type) =>
        (type.fields ?? [])
          .filter(({ description }) => description?.includes('Scope:'))
          .map(({ name }) => `${type.name}.${name}`),
      );
    expect(fields).toEqual(['Activity.duplicateOf', 'Notification.share']);
  });

  test('says of the one subscription which scope it needs', () => {
    expect(fieldsOf(liveType).map((field) => [field.name, named(field)])).toEqual([
      ['notificationAdded', ['notifications:read']],
    ]);
  });

  test('may be read by anyone', async () => {
    const { status, errors } = await post(gateway, { query: '{ __typename __type(name: "User") { name } }' });
    expect([status, errors]).toEqual([200, undefined]);
  });
});
