import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
} from 'graphql';
import type { GraphqlAnswer } from '../gateway/people.ts';
import type { Mark, Marks } from './markers.ts';
import type { RecordKind } from './record-kinds.ts';

interface Writer {
  ask: <Data>(operation: string, variables?: Record<string, unknown>) => Promise<GraphqlAnswer<Data>>;
}

/** A value to write, and whether it can be told from all others. */
interface Made {
  value: unknown;
  isMark: boolean;
}

/** Zero is not among them: it would be a sum of nothing. */
const small = (date: string) => 2 + (Number(date.slice(-2)) % 7);

/** What a field may be given, the likeliest first: bounds are not in the schema, so that what is refused is given the next. */
const candidates: Record<string, ((marks: Marks, date: string) => Made)[]> = {
  String: [(marks) => ({ value: marks.text(), isMark: true })],
  Float: [21, 2, 210, 2100].map((near) => (marks) => ({ value: marks.fraction(near), isMark: true })),
  Int: [
    ...[10_000, 60_000].map((above) => (marks: Marks) => ({ value: marks.whole(above), isMark: true })),
    (_marks, date) => ({ value: small(date), isMark: false }),
  ],
  DateTime: [6, 16].map((hour) => (marks, date) => ({ value: marks.instant(date, hour), isMark: true })),
  LocalDate: [(_marks, date) => ({ value: date, isMark: false })],
};

/** How often fields of a kind were refused: the next record of the kind starts where the last one got through. */
const refusals = new Map<string, number>();

/**
 * Writes a record of which every field is set to what is found nowhere else, and returns its id.
 * @param without fields that may be absent, and shall be
 */
export async function writeFull(
  who: Writer,
  marks: Marks,
  kind: RecordKind,
  date: string,
  without: readonly string[] = [],
): Promise<string> {
  for (;;) {
    const made: [unknown, Omit<Mark, 'of'>][] = [];
    const input = Object.fromEntries(
      Object.entries(filled(kind.input, { marks, date, type: kind.type, made })).filter(
        ([name]) => !without.includes(name),
      ),
    );
    const { data, errors } = await who.ask<Record<string, Record<string, { id: string }>>>(
      `mutation ($input: ${kind.input.name}!) { ${kind.mutation}(input: $input) { created ${kind.record} { id } } }`,
      { input },
    );
    const id = data?.[kind.mutation]?.[kind.record]?.id;
    if (id) {
      for (const [value, mark] of made.filter(([, { field }]) => !without.includes(field)))
        marks.know(value, { ...mark, of: id });
      return id;
    }
    const refused = Object.keys(errors?.[0]?.extensions.fields ?? {});
    if (refused.length === 0) throw new Error(`${kind.mutation}: ${JSON.stringify(errors)}`);
    for (const path of refused) {
      const name = `${kind.type} ${path.split('.').findLast((part) => !/^\d+$/.test(part))}`;
      refusals.set(name, (refusals.get(name) ?? 0) + 1);
      if ((refusals.get(name) ?? 0) > 3)
        throw new Error(`${name} takes none of the usual values: ${JSON.stringify(errors)}`);
    }
  }
}

interface Filling {
  marks: Marks;
  date: string;
  type: RecordKind['type'];
  made: [unknown, Omit<Mark, 'of'>][];
  /** The field of the record that this is a part of. */
  field?: string;
}

function filled(input: GraphQLInputObjectType, filling: Filling): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(input.getFields())
      .filter(({ name }) => name !== 'timezone')
      .map((field) => [field.name, valueOf(field, { ...filling, field: filling.field ?? field.name })]),
  );
}

function valueOf({ name, type }: GraphQLInputField, filling: Filling): unknown {
  const inner = getNamedType(type);
  const isList = isListType(getNullableType(type));
  if (isInputObjectType(inner)) {
    // One for each value of its enum, where it has one: of each kind of stream one.
    const choice = Object.values(inner.getFields()).find((field) => isEnumType(getNamedType(field.type)));
    const choices = choice && getNamedType(choice.type);
    if (!choice || !isEnumType(choices)) return isList ? [filled(inner, filling)] : filled(inner, filling);
    return choices.getValues().map(({ name: value }) => {
      const field = /^(LATITUDE|LONGITUDE)$/.test(value) ? 'places' : filling.field;
      return { ...filled(inner, { ...filling, ...(field && { field }) }), [choice.name]: value };
    });
  }
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  const ways = candidates[inner.name];
  if (!ways) throw new Error(`no value for ${inner.name}`);
  const make = () => {
    const way = ways[Math.min(refusals.get(`${filling.type} ${name}`) ?? 0, ways.length - 1)];
    const { value, isMark } = way?.(filling.marks, filling.date) ?? { value: null, isMark: false };
    const { type: of, date, field = name } = filling;
    if (isMark) filling.made.push([value, { type: of, field, date }]);
    return value;
  };
  return isList ? [make(), make()] : make();
}

/** The fields of a kind that may be left out; a day that is named stays. */
export const optionalFields = ({ input }: RecordKind): string[] =>
  Object.values(input.getFields())
    .filter(({ name, type }) => !isNonNullType(type) && name !== 'day' && name !== 'timezone')
    .map(({ name }) => name);
