import type { EntityManager } from '@mikro-orm/postgresql';
import { requireScope, type RequestContext, type Viewer } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Recorded } from '../platform/recorded.ts';
import { validate } from '../platform/validate.ts';
import { newlyCarried, notifyViewers } from '../sharing/notify-viewers.ts';
import { toFields } from './columns.ts';
import type { ChangeOf, Columns, DraftOf, RecordKind, RecordOf } from './record-kind.ts';

type Tables = Record<string, Columns>;

/**
 * Writes a record of the viewer. A draft whose key names a record that is there changes it (what it leaves out stays, `null`
 * clears), or finds it again, as its kind says.
 * @param payload what the client sent, to be kept as it is; `undefined` leaves the stored one
 * @throws DomainError FORBIDDEN without the kind's scope, BAD_USER_INPUT naming each wrong field
 */
export async function recordDaily<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  input: DraftOf<Kind>,
  payload?: unknown,
): Promise<Recorded<RecordOf<Kind>>> {
  const viewer = requireScope(ctx, kind.scopes.write);
  const draft = validate(kind.draft, input);
  const key = kind.keyOf(viewer, draft);
  const provenance = {
    client_id: viewer.clientId,
    ...(payload !== undefined && { payload: payload === null ? null : JSON.stringify(payload) }),
  };
  return ctx.em.transactional(async (em) => {
    // Whoever loses a race inserts nothing and finds the winner's record, unless that was deleted before it could be locked.
    for (;;) {
      const made = await insertRecord(em, kind, {
        ...identity(ctx, viewer),
        ...provenance,
        ...kind.constant,
        ...kind.set(viewer, draft, undefined),
        local_date: kind.dayOf(viewer, draft),
      });
      if (made) {
        await notifyViewers(ctx, em, viewer.userId, newlyCarried(kind.name, undefined, made));
        return { record: made, created: true };
      }
      const before = key && (await lockRecord(em, kind, viewer, key));
      if (!before) continue;
      if (kind.sentAgain === 'STANDS') return { record: before, created: false };
      // What another client sent along is not this one's.
      const foreign = before.clientId === viewer.clientId ? {} : { payload: null, external_id: null };
      const change = { ...foreign, ...provenance, ...kind.set(viewer, draft, before) };
      return { record: await changeRecord(ctx, em, kind, before, change), created: false };
    }
  });
}

/**
 * Changes a record of the viewer by its id: what is absent stays, an explicit `null` clears.
 * @throws DomainError FORBIDDEN without the kind's scope, NOT_FOUND, BAD_USER_INPUT
 */
export async function updateDaily<Kind extends RecordKind>(
  ctx: RequestContext,
  kind: Kind,
  id: string,
  input: ChangeOf<Kind>,
): Promise<RecordOf<Kind>> {
  const viewer = requireScope(ctx, kind.scopes.write);
  const change = validate(kind.change, input);
  return ctx.em.transactional(async (em) => {
    const before = await lockRecord(em, kind, viewer, { id });
    if (!before) throw notFound(`This ${kind.name}`);
    return changeRecord(ctx, em, kind, before, kind.set(viewer, change, before));
  });
}

/**
 * Deletes a record of the viewer and frees its external id.
 * @throws DomainError FORBIDDEN without the kind's scope, NOT_FOUND
 */
export async function deleteDaily(ctx: RequestContext, kind: RecordKind, id: string): Promise<void> {
  const viewer = requireScope(ctx, kind.scopes.write);
  const deleted = await ctx.em
    .getKysely<Tables>()
    .deleteFrom(kind.table)
    .where((eb) => eb.and({ owner_id: viewer.userId, id, ...kind.constant }))
    .executeTakeFirst();
  if (deleted.numDeletedRows === 0n) throw notFound(`This ${kind.name}`);
}

function identity(ctx: RequestContext, viewer: Viewer): Columns {
  const now = ctx.now().toISOString();
  return { owner_id: viewer.userId, id: newId(), created_at: now, updated_at: now };
}

async function insertRecord<Kind extends RecordKind>(
  em: EntityManager,
  kind: Kind,
  row: Columns,
): Promise<RecordOf<Kind> | undefined> {
  const stored = await em
    .getKysely<Tables>()
    .insertInto(kind.table)
    .values(row)
    .onConflict((clause) => clause.doNothing())
    .returningAll()
    .executeTakeFirst();
  return stored && checked(kind, stored);
}

async function lockRecord<Kind extends RecordKind>(
  em: EntityManager,
  kind: Kind,
  viewer: Viewer,
  key: Columns,
): Promise<RecordOf<Kind> | undefined> {
  let query = em.getKysely<Tables>().selectFrom(kind.table).selectAll().where('owner_id', '=', viewer.userId);
  for (const [column, value] of Object.entries({ ...key, ...kind.constant }))
    query = query.where(column, 'is not distinct from', value);
  const row = await query.forUpdate().executeTakeFirst();
  return row && toFields<RecordOf<Kind>>(row);
}

async function changeRecord<Kind extends RecordKind>(
  ctx: RequestContext,
  em: EntityManager,
  kind: Kind,
  before: RecordOf<Kind>,
  change: Columns,
): Promise<RecordOf<Kind>> {
  const stored = await em
    .getKysely<Tables>()
    .updateTable(kind.table)
    .set({ ...change, updated_at: ctx.now().toISOString() })
    .where('owner_id', '=', before.ownerId)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const record = checked(kind, stored);
  await notifyViewers(ctx, em, before.ownerId, newlyCarried(kind.name, before, record));
  return record;
}

/** Fields that a draft leaves alone may contradict those that it sets, so what is stored is checked, before the commit. */
function checked<Kind extends RecordKind>(kind: Kind, stored: Columns): RecordOf<Kind> {
  const record = toFields<RecordOf<Kind>>(stored);
  kind.check(record);
  return record;
}
