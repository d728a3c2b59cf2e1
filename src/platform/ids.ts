import { fromString, toUUID, typeid } from 'typeid-js';
import { DomainError } from './errors.ts';

/** The prefix of each kind's TypeID: what a client sees of an id, in GraphQL and REST alike. */
export const idPrefixes = {
  User: 'usr',
  /** Another person as someone else sees them: same UUID, another node than their own `User`. */
  Person: 'per',
  Organisation: 'org',
  /** A person as a member of their organisation: same UUID as the `User`. */
  Member: 'mem',
  AccessToken: 'tok',
  OAuthClient: 'cli',
  Activity: 'act',
  SleepDay: 'sl',
  WellnessDay: 'dw',
  NutritionDay: 'nu',
  BodyMetric: 'bm',
  Wakeup: 'wk',
  Meal: 'ml',
  Supplement: 'su',
  Water: 'wa',
  Share: 'shr',
  Invitation: 'inv',
  SharedDashboard: 'dsh',
  DashboardGroup: 'grp',
  Notification: 'ntf',
  AccessLogEntry: 'acl',
} as const;

export type IdKind = keyof typeof idPrefixes;

const kindByPrefix = new Map(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix as string, kind as IdKind]));

/** A new UUIDv7: sorts by the time of its making. */
export const newId = (): string => typeid().toUUID();

/** The id as it is shown outside, e.g. `act_01h2xcejqtf2nbrexx3vqjhp41`. */
export const typeId = (kind: IdKind, id: string): string => `${idPrefixes[kind]}_${base32(id)}`;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** The two digits of ten bits. */
const digits = Array.from({ length: 1024 }, (_, bits) => `${alphabet[bits >> 5]}${alphabet[bits & 31]}`);
/** Where the hexadecimal digits of a UUID are, between its dashes. */
const places = [...'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'].flatMap((part, place) => (part === '-' ? [] : [place]));
/** What a hexadecimal digit is worth, by its character's code. */
const worth = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16));

/**
 * A UUID in TypeID's base32: two zero bits, then the UUID's 128. Written out, ten bits at a time: the library's way, which is four times as
 * slow, was a twelfth of a long answer. Source: the TypeID specification, version 0.3.
 */
function base32(uuid: string): string {
  const bitsAt = (digit: number, count: number): number => {
    let bits = 0;
    for (let each = digit; each < digit + count; each += 1)
      bits = (bits << 4) | (worth[uuid.charCodeAt(places[each] as number)] as number);
    return bits;
  };
  let text = digits[bitsAt(0, 2)] as string;
  for (let digit = 2; digit < places.length; digit += 5) {
    const bits = bitsAt(digit, 5);
    text += `${digits[bits >> 10]}${digits[bits & 1023]}`;
  }
  return text;
}

/** Takes a TypeID apart; `undefined` when it is none of ours. */
export function parseTypeId(text: string): { kind: IdKind; id: string } | undefined {
  const separator = text.indexOf('_');
  const kind = kindByPrefix.get(text.slice(0, separator));
  if (!kind) return undefined;
  try {
    return { kind, id: toUUID(fromString(text)) };
  } catch {
    // The library throws on a malformed suffix; to a caller that is the same as an unknown id.
    return undefined;
  }
}

/** The UUID inside a TypeID of the given kind. A wrong kind or a malformed id cannot name anything, so it is NOT_FOUND. */
export function idOf(kind: IdKind, text: string): string {
  const parsed = parseTypeId(text);
  if (parsed?.kind !== kind) throw new DomainError('NOT_FOUND', `There is no ${kind} with this id.`);
  return parsed.id;
}
