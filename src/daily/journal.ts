import { sql } from 'kysely';
import type { z } from 'zod';
import type { Viewer } from '../platform/context.ts';
import type { WrittenInstant } from '../platform/instant.ts';
import type { Scope } from '../platform/scopes.ts';
import { placeInstant } from '../platform/time.ts';
import type { Carrier } from '../sharing/lock.ts';
import { givenColumns } from './columns.ts';
import {
  mealChange,
  mealDraft,
  supplementChange,
  supplementDraft,
  wakeupChange,
  wakeupDraft,
  waterChange,
  waterDraft,
  type JournalKindName,
} from './journal.input.ts';
import type { Columns, RecordBase, RecordKind } from './record-kind.ts';

/** Something that a person did at a moment. Which of the fields can be set is told by its kind. */
export interface JournalFields {
  kind: JournalKindName;
  occurredAt: string;
  utcOffsetMinutes: number;
  timezone: string | null;
  name: string | null;
  dose: string | null;
  energyKilocalories: number | null;
  carbohydrateGrams: number | null;
  proteinGrams: number | null;
  fatGrams: number | null;
  volumeMilliliters: number | null;
  notes: string | null;
}

export type JournalEntry = RecordBase & JournalFields;

interface Moment {
  occurredAt?: WrittenInstant | undefined;
  timezone?: string | null | undefined;
}

type JournalDraft = z.ZodType<{
  occurredAt: WrittenInstant;
  timezone?: string | null | undefined;
  externalId?: string | null | undefined;
}>;

interface Saying {
  scopes: { read: Scope; write: Scope };
  fields: readonly (keyof JournalFields)[];
}

const journalKind = <Draft extends JournalDraft, Change extends z.ZodType<Moment>>(
  name: 'Wakeup' | 'Meal' | 'Supplement' | 'Water',
  category: JournalKindName,
  draft: Draft,
  change: Change,
  { scopes, fields }: Saying,
): RecordKind<JournalFields, Draft, Change> => ({
  name,
  table: 'journal_entries',
  orderedBy: 'occurred_at',
  scopes,
  draft,
  change,
  constant: { kind: category },
  sentAgain: 'STANDS',
  keyOf: (viewer, { externalId }) =>
    externalId == null ? undefined : { client_id: viewer.clientId, external_id: externalId },
  dayOf: (viewer, given) => placeOf(viewer, given, undefined).localDate,
  set: (viewer, given, before) => ({
    ...givenColumns(given as Columns, [...fields, 'notes', 'externalId']),
    ...moment(viewer, given, before),
  }),
  check: () => {},
});

const nutrition = { read: 'nutrition:read', write: 'nutrition:write' } as const;
const sleep = { read: 'sleep:read', write: 'sleep:write' } as const;

export const wakeups = journalKind('Wakeup', 'WAKEUP', wakeupDraft, wakeupChange, { scopes: sleep, fields: [] });

export const meals = journalKind('Meal', 'MEAL', mealDraft, mealChange, {
  scopes: nutrition,
  fields: ['name', 'energyKilocalories', 'carbohydrateGrams', 'proteinGrams', 'fatGrams'],
});

export const supplements = journalKind('Supplement', 'SUPPLEMENT', supplementDraft, supplementChange, {
  scopes: nutrition,
  fields: ['name', 'dose'],
});

export const waters = journalKind('Water', 'WATER', waterDraft, waterChange, {
  scopes: nutrition,
  fields: ['volumeMilliliters'],
});

/** The kinds under the names of their entries. */
export const journal = { WAKEUP: wakeups, MEAL: meals, SUPPLEMENT: supplements, WATER: waters } as const;

/** Each kind of entry is seen by a category of its own. */
export const entryCarriers = (kinds: readonly JournalKindName[]): Carrier[] =>
  kinds.map((kind) => ({ category: kind, has: (alias) => sql`${sql.ref(`${alias}.kind`)} = ${kind}` }));

function placeOf(viewer: Viewer, given: Moment & { occurredAt: WrittenInstant }, before: JournalFields | undefined) {
  return placeInstant(given.occurredAt.epochMs, {
    writtenOffsetMinutes: given.occurredAt.writtenOffsetMinutes,
    recordTimezone: given.timezone === undefined ? before?.timezone : given.timezone,
    personTimezone: viewer.timezone,
  });
}

/** An entry moves to another day only with its moment: a zone alone changes nothing else. */
function moment(viewer: Viewer, given: Moment, before: JournalFields | undefined): Columns {
  if (given.occurredAt === undefined) return given.timezone === undefined ? {} : { timezone: given.timezone };
  const place = placeOf(viewer, { ...given, occurredAt: given.occurredAt }, before);
  return {
    occurred_at: place.instant,
    utc_offset_minutes: place.utcOffsetMinutes,
    timezone: place.timezone,
    local_date: place.localDate,
  };
}
