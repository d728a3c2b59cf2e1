import { z } from 'zod';
import { text, payload } from '../../platform/fields.ts';

/** One field of the vendor's, and what stands for it here. */
export interface VendorField {
  /** The domain's name for it. */
  as: string;
  /** What the API takes and gives, as the document has it. */
  words: string;
  request: z.ZodType;
  response: z.ZodType;
  /** What there is to know beside. */
  note?: string;
  /** From a checked value of a request to the domain's. */
  into: (given: never) => unknown;
  /** From the domain's value to the vendor's. */
  outOf: (stored: never) => unknown;
}

/** Unix time in seconds below this, else in milliseconds: as seconds it is the year 5138, as milliseconds 1973. */
const firstMilliseconds = 1e11;

/** ISO 8601 text, or Unix time in seconds or milliseconds; comes out as text, which the domain checks. */
export const instantIn = z
  .union(
    [z.string(), z.number().min(-8.64e15).max(8.64e15)],
    'must be an ISO 8601 instant, or Unix seconds or milliseconds',
  )
  .meta({ description: 'ISO 8601 with an offset, or Unix time in seconds or milliseconds' });

export const instantText = (given: string | number): string =>
  typeof given === 'string'
    ? given
    : new Date(Math.abs(given) < firstMilliseconds ? given * 1000 : given).toISOString();

/** An instant as this API prints it: UTC with milliseconds. */
export const isoMilliseconds = (stored: string): string => new Date(stored).toISOString();
export const instantOut = z.iso.datetime();

/** A field of a request that may be absent, and whose `null` clears. */
const optional = <Type extends z.ZodType>(type: Type) => type.nullish();
const orNull =
  <Given, Made>(make: (given: Given) => Made) =>
  (given: Given | null | undefined) =>
    given == null ? given : make(given);
const same = (value: unknown) => value;

const field = (
  as: string,
  words: string,
  request: z.ZodType,
  response: z.ZodType,
  into: (given: never) => unknown = same,
  outOf: (stored: never) => unknown = same,
): VendorField => ({
  as,
  words,
  request: optional(request),
  response: response.nullable(),
  into,
  outOf,
});

/** A whole number; what is measured in between is rounded on its way out. */
export const int = (as: string, unit: string): VendorField =>
  field(as, `int, ${unit}`, z.int('must be a whole number'), z.int(), same, orNull(Math.round));

export const number = (as: string, unit: string): VendorField =>
  field(as, `number, ${unit}`, z.number('must be a number'), z.number());

export const instant = (as: string): VendorField =>
  field(as, 'instant', instantIn, instantOut, orNull(instantText), orNull(isoMilliseconds));

export const words = (as: string): VendorField => field(as, 'text', z.string('must be text'), z.string());

export const externalId = text(200).min(1, 'must not be empty').nullish();
/** What partners send along; larger is refused. */
export const rawPayload = payload(64 * 1024).optional();

export type VendorFields = Readonly<Record<string, VendorField>>;

/** The fields of a request that were given, under the domain's names. */
export const intoDomain = (fields: VendorFields, body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => body[name] !== undefined)
      .map(([name, { as, into }]) => [as, into(body[name] as never)]),
  );

/** All fields of a record, under the vendor's names. */
export const outOfDomain = (fields: VendorFields, record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { as, outOf }]) => [name, outOf((record[as] ?? null) as never)]),
  );

/** The vendor's name of a field that the domain has under another. */
export const vendorNameIn =
  (fields: VendorFields) =>
  (name: string): string =>
    Object.entries(fields).find(([, { as }]) => as === name)?.[0] ?? name;

export const requestShape = (fields: VendorFields): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(fields).map(([name, { request }]) => [name, request]));

export const responseShape = (fields: VendorFields): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(fields).map(([name, { response }]) => [name, response]));
