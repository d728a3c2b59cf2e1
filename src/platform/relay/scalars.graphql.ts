import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseInstant } from '../instant.ts';
import { isLocalDate } from '../time.ts';

/** Makes a scalar of text: values are stored and sent as they are, and only what comes in is checked. */
function textScalar(
  name: string,
  description: string,
  specifiedByURL: string | null,
  accepts: (text: string) => boolean,
) {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new GraphQLError(`${name} cannot be ${shown(value)}: ${description}`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** A refusal names what it refuses, but never repeats a megabyte of it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 50 ? `${value.slice(0, 50)}…` : value);
  return typeof value === 'object' && value !== null ? 'an object or a list' : String(value);
}

export const DateTimeScalar = textScalar(
  'DateTime',
  'An instant as ISO 8601 with an offset from UTC, e.g. 2026-03-01T07:30:00+01:00. Answers are in UTC (`Z`).',
  'https://scalars.graphql.org/andimarek/date-time',
  (text) => parseInstant(text) !== undefined,
);

export const LocalDateScalar = textScalar(
  'LocalDate',
  'A date on the local calendar, as YYYY-MM-DD.',
  'https://scalars.graphql.org/andimarek/local-date',
  isLocalDate,
);
