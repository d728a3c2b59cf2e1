import { fromString, fromUUID, toUUID, typeid } from 'typeid-js';
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
export const typeId = (kind: IdKind, id: string): string => fromUUID(id, idPrefixes[kind]);

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
