import type { z } from 'zod';
import type { Viewer } from '../platform/context.ts';
import type { Scope } from '../platform/scopes.ts';
import type { RecordType } from '../sharing/shared-fields.ts';

/** What every daily record has beside the fields of its kind. */
export interface RecordBase {
  id: string;
  ownerId: string;
  /** The client that wrote it last; `null`: the person themself. */
  clientId: string | null;
  externalId: string | null;
  /** What that client sent, as it sent it. */
  payload: unknown;
  localDate: string;
  createdAt: string;
  updatedAt: string;
}

/** Columns by name, as they go to the database. */
export type Columns = Record<string, unknown>;

/**
 * One kind of daily record, declared: what the shared services need to write it and to read it back. A kind is a table, or a part
 * of one, whose columns are `payload` and the names of `RecordBase` and `Fields` in snake_case.
 */
export interface RecordKind<
  Fields extends object = object,
  Draft extends z.ZodType = z.ZodType,
  Change extends z.ZodType = z.ZodType,
> {
  name: Exclude<RecordType, 'Activity'>;
  table: string;
  /** The column of the instant that orders the records of a day. */
  orderedBy: string;
  scopes: { read: Scope; write: Scope };
  draft: Draft;
  change: Change;
  /** Columns with one value in all records of this kind, where several kinds share a table. */
  constant: Columns;
  /** What a draft does that names a record which is there: it changes it, or it was only sent again and the record stands. */
  sentAgain: 'CHANGES' | 'STANDS';
  /** What makes two drafts of an owner the same record; `undefined`: nothing does. */
  keyOf(viewer: Viewer, draft: z.output<Draft>): Columns | undefined;
  /** The day that a new record belongs to; it never moves with a later draft. */
  dayOf(viewer: Viewer, draft: z.output<Draft>): string;
  /** The columns that a draft or a change sets; what was left out is not among them. */
  set(viewer: Viewer, given: z.output<Change>, before: (RecordBase & Fields) | undefined): Columns;
  /** What the fields must fulfil together. @throws DomainError BAD_USER_INPUT naming a field */
  check(fields: Fields): void;
}

export type RecordOf<Kind> = Kind extends RecordKind<infer Fields> ? RecordBase & Fields : never;
export type DraftOf<Kind extends RecordKind> = z.input<Kind['draft']>;
export type ChangeOf<Kind extends RecordKind> = z.input<Kind['change']>;
