import fc from 'fast-check';
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { pathToArray } from 'graphql/jsutils/Path.js';

/** What a made-up schema is like: what its fields are of, and how types are told. All its types have all its fields. */
export interface MadeUpSchema {
  fields: { base: string; wraps: string[]; isResolved: boolean; takesArguments: boolean }[];
  /** Whether interface and union tell by themselves what a value is of. */
  tells: boolean;
  /** The object types with an `isTypeOf`. */
  checked: string[];
}

export const leaves = ['String', 'Int', 'Boolean', 'ID', 'Colour', 'Moody'] as const;
export const composites = ['A', 'B', 'C', 'Either', 'Any'] as const;

export const madeUpSchemas: fc.Arbitrary<MadeUpSchema> = fc.record({
  fields: fc.array(
    fc.record({
      base: fc.constantFrom(...leaves, ...composites, ...composites),
      wraps: fc.constantFrom(
        [],
        [],
        ['!'],
        ['[]'],
        ['!', '[]'],
        ['[]', '!'],
        ['!', '[]', '!'],
        ['[]', '[]'],
        ['!', '[]', '!', '[]'],
      ),
      isResolved: fc.boolean(),
      takesArguments: fc.boolean(),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  tells: fc.boolean(),
  checked: fc.subarray(['A', 'B', 'C']),
});

/** What a resolver, or a property, comes to is decided by where it is and by this. */
export interface World {
  seed: number;
  /** How often something goes wrong, of 100. */
  trouble: number;
  /** Everything of ours that was called, in order. */
  calls: string[];
}

/** A number from 0 to 99 that depends on nothing but the texts. */
function dice(...texts: unknown[]): number {
  let hash = 2166136261;
  for (const letter of texts.join('|')) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return (hash >>> 0) % 100;
}

interface Thing {
  place: string;
  __typename?: string;
}

const placeOf = (value: unknown): string => (value as Thing | undefined)?.place ?? 'nowhere';

async function after<T>(turns: number, act: () => T): Promise<T> {
  for (let turn = 0; turn < turns; turn += 1) await undefined;
  return act();
}

/** Comes to a value at once, later, or not at all. */
function maybeLater<T>({ seed, trouble }: World, place: string, make: () => T): unknown {
  const how = dice(seed, place, 'how');
  const fail = (): never => {
    throw dice(seed, place, 'what') < 20 ? `text of ${place}` : new Error(`trouble at ${place}`);
  };
  const isTrouble = dice(seed, place, 'trouble') < trouble;
  if (how < 40) return isTrouble ? fail() : make();
  if (how < 50 && isTrouble) return new Error(`an error for a value at ${place}`);
  return after(how % 5, () => (isTrouble ? fail() : make()));
}

/** Makes the schema in a world of its own, which notes each call. */
export function schemaOf({ fields, tells, checked }: MadeUpSchema, world: World): GraphQLSchema {
  const { seed, trouble, calls } = world;
  const isTroubled = (...at: unknown[]) => dice(seed, ...at) < trouble;
  const typeNames = ['A', 'B', 'C'];

  const colour = new GraphQLEnumType({
    name: 'Colour',
    values: { RED: { value: 'red' }, BLUE: { value: { of: 'the sea' } } },
  });
  const moody = new GraphQLScalarType({
    name: 'Moody',
    serialize(value) {
      calls.push(`serialize ${JSON.stringify(value)}`);
      if (isTroubled(value, 'serialize')) throw new Error(`cannot serialize ${String(value)}`);
      if (isTroubled(value, 'nothing')) return null;
      return { of: value };
    },
  });
  const input = new GraphQLInputObjectType({
    name: 'Wish',
    fields: { x: { type: GraphQLInt }, y: { type: GraphQLInt, defaultValue: 2 }, colour: { type: colour } },
  });
  const args: GraphQLFieldConfigArgumentMap = {
    n: { type: GraphQLInt, defaultValue: 5 },
    must: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 1 },
    wish: { type: input },
    colours: { type: new GraphQLList(colour) },
    text: { type: GraphQLString },
  };

  const note = (what: string, value: unknown, info: GraphQLResolveInfo) =>
    calls.push(`${what} of ${placeOf(value)} at ${pathToArray(info.path).join('.')}`);

  const resolveType = (value: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    note('resolveType', value, info);
    const place = placeOf(value);
    const wrong = ['Nothing', 'String', 'C', null, 7, colour, types['A']][dice(seed, place, 'wrong') % 7] as string;
    const right = (value as Thing).__typename;
    return maybeLater(world, `${place} type`, () => (isTroubled(place, 'type') ? wrong : right)) as string;
  };
  const isTypeOf = (name: string) =>
    checked.includes(name)
      ? (value: unknown, _context: unknown, info: GraphQLResolveInfo) => {
          note(`isTypeOf ${name}`, value, info);
          const place = placeOf(value);
          return maybeLater(world, `${place} is ${name}`, () => (value as Thing).__typename === name) as boolean;
        }
      : undefined;

  const thing = (place: string, base: string): Thing => {
    const names = base === 'Either' ? ['A', 'B'] : base === 'Any' ? typeNames : [base];
    const made: Thing = { place };
    // Without a name, the types with an `isTypeOf` are asked.
    const name = names[dice(seed, place, 'type') % names.length] as string;
    if (tells || dice(seed, place, 'named') < 60) made.__typename = name;
    for (const [index] of fields.entries()) {
      Object.defineProperty(made, `f${index}`, {
        get: () => {
          calls.push(`read f${index} of ${place}`);
          return valueOf(`${place}.f${index}`, index);
        },
      });
    }
    return made;
  };

  const leaf = (place: string, base: string): unknown => {
    const number = dice(seed, place, 'leaf');
    if (isTroubled(place, 'leaf')) return [{}, Number.NaN, 'text', true, 2 ** 40, () => place, Symbol('s')][number % 7];
    if (base === 'Int') return number;
    if (base === 'Boolean') return number % 2 === 0;
    if (base === 'Colour') return 'red';
    return `${place} ${number}`;
  };

  function wrapped(place: string, base: string, wraps: readonly string[]): unknown {
    const number = dice(seed, place, 'null');
    if (number < trouble) return number % 2 === 0 ? null : undefined;
    const wrap = wraps.at(-1);
    if (wrap === '!') return wrapped(place, base, wraps.slice(0, -1));
    if (wrap !== '[]') return (leaves as readonly string[]).includes(base) ? leaf(place, base) : thing(place, base);
    if (isTroubled(place, 'list')) return { length: 1, 0: 'no list' };
    const items = Array.from({ length: dice(seed, place, 'length') % 4 }, (_, index) => {
      const at = `${place}.${index}`;
      try {
        return maybeLater(world, at, () => wrapped(at, base, wraps.slice(0, -1)));
      } catch (error) {
        return error instanceof Error ? error : null;
      }
    });
    return dice(seed, place, 'set') < 15 ? new Set(items) : items;
  }

  function valueOf(place: string, index: number): unknown {
    const { base, wraps } = fields[index] as MadeUpSchema['fields'][number];
    const value = () => maybeLater(world, place, () => wrapped(place, base, wraps));
    if (dice(seed, place, 'function') >= 15) return value();
    return (given: object, _context: unknown, info: GraphQLResolveInfo) => {
      calls.push(`call ${place} with ${JSON.stringify(given)} at ${pathToArray(info.path).join('.')}`);
      return value();
    };
  }

  const typeOf = (base: string, wraps: readonly string[]): GraphQLOutputType =>
    wraps.reduce<GraphQLOutputType>(
      (type, wrap) => (wrap === '!' ? new GraphQLNonNull(type) : new GraphQLList(type)),
      types[base] as GraphQLNamedOutputType,
    );

  const fieldsOf = (isAbstract: boolean) => (): GraphQLFieldConfigMap<unknown, unknown> =>
    Object.fromEntries(
      fields.map(({ base, wraps, isResolved, takesArguments }, index) => [
        `f${index}`,
        {
          type: typeOf(base, wraps),
          ...(takesArguments && { args }),
          ...(isResolved &&
            !isAbstract && {
              resolve(source: unknown, given: Record<string, unknown>, _context: unknown, info: GraphQLResolveInfo) {
                const { variableValues, parentType, fieldNodes } = info;
                note(`resolve ${parentType.name}.${info.fieldName} ${fieldNodes.length}`, source, info);
                calls.push(`with ${JSON.stringify([given, variableValues])}`);
                // What one call does to its arguments must not be seen by the next.
                for (const value of [given, given['wish']]) if (value) Object.assign(value, { spoilt: true });
                const value = valueOf(`${placeOf(source)}.f${index}.${JSON.stringify(given)}`, index);
                return typeof value === 'function'
                  ? (value as (...all: unknown[]) => unknown)(given, null, info)
                  : value;
              },
            }),
        },
      ]),
    );

  const either = new GraphQLInterfaceType({ name: 'Either', fields: fieldsOf(true), ...(tells && { resolveType }) });
  const objects = typeNames.map(
    (name) =>
      new GraphQLObjectType({
        name,
        fields: fieldsOf(false),
        interfaces: name === 'C' ? [] : [either],
        isTypeOf: isTypeOf(name),
      }),
  );
  const any = new GraphQLUnionType({ name: 'Any', types: objects, ...(tells && { resolveType }) });
  const types: Record<string, GraphQLNamedOutputType> = Object.fromEntries(
    [GraphQLString, GraphQLInt, GraphQLBoolean, GraphQLID, colour, moody, either, any, ...objects].map((type) => [
      type.name,
      type,
    ]),
  );
  const root = (name: string) => new GraphQLObjectType({ name, fields: fieldsOf(false) });
  return new GraphQLSchema({ query: root('Query'), mutation: root('Mutation'), types: objects });
}
