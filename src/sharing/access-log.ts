import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { requireViewer, type NotedRead, type ReadNotes, type RequestContext } from '../platform/context.ts';
import type { DataAccess } from './access.ts';
import type { Category } from './categories.ts';

/** Notes that the viewer was shown something of a category, from one local date to another. One's own data needs no note. */
export function noteRead(
  ctx: RequestContext,
  access: DataAccess,
  category: Category,
  firstDate: string,
  lastDate: string,
): void {
  if (access.isOwn) return;
  const { userId } = requireViewer(ctx);
  ctx.readNotes.take({
    ownerId: access.ownerId,
    viewerId: userId,
    category,
    door: ctx.door,
    firstDate,
    lastDate,
    at: ctx.now(),
  });
}

/** What is known of one hour, viewer and category since the last writing. */
interface HourOfReads extends Omit<NotedRead, 'door' | 'at'> {
  /** Hours since 1970. */
  hour: number;
  doors: Set<string>;
  /** In epoch milliseconds. */
  lastReadAt: number;
}

const hourInMs = 3_600_000;
/** How long a note waits to be written with others. */
const gatheredMs = 1000;

/**
 * Gathers notes in memory and writes them once a second, one row for an hour, a viewer and a category, however much was read. What
 * could not be written is tried again with the next. A process that is killed loses the notes of its last second.
 */
export function gatherReadNotes(
  newEm: () => EntityManager,
  failed: (error: unknown) => void,
): ReadNotes & { close: () => Promise<void> } {
  let gathered = new Map<string, HourOfReads>();
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const take = (read: NotedRead): void => {
    add(gathered, read);
    timer ??= setTimeout(() => void flush().catch(failed), gatheredMs).unref();
  };

  const writeGathered = async (): Promise<void> => {
    const notes = gathered;
    gathered = new Map();
    try {
      await write(newEm(), [...notes.values()]);
    } catch (error) {
      for (const [key, note] of notes) merge(gathered, key, note);
      timer ??= setTimeout(() => void flush().catch(failed), gatheredMs).unref();
      throw error;
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.catch(() => {}).then(writeGathered);
    return writing;
  };

  return { take, flush, close: flush };
}

function add(notes: Map<string, HourOfReads>, { door, at, ...read }: NotedRead): void {
  const hour = Math.floor(at.getTime() / hourInMs);
  const key = `${read.ownerId} ${hour} ${read.viewerId} ${read.category}`;
  merge(notes, key, { ...read, hour, doors: new Set([door]), lastReadAt: at.getTime() });
}

function merge(notes: Map<string, HourOfReads>, key: string, note: HourOfReads): void {
  const known = notes.get(key);
  if (!known) return void notes.set(key, note);
  for (const door of note.doors) known.doors.add(door);
  if (note.firstDate < known.firstDate) known.firstDate = note.firstDate;
  if (note.lastDate > known.lastDate) known.lastDate = note.lastDate;
  if (note.lastReadAt > known.lastReadAt) known.lastReadAt = note.lastReadAt;
}

/** In the order of the key, so that processes which write at once wait for each other and never in a circle. */
async function write(em: EntityManager, notes: readonly HourOfReads[]): Promise<void> {
  if (notes.length === 0) return;
  await sql`
    insert into access_log as l (owner_id, hour, viewer_id, category, id, doors, first_date, last_date, last_read_at)
    select n.owner_id, n.hour, n.viewer_id, n.category, gen_random_uuid(), string_to_array(n.doors, ' '), n.first_date, n.last_date, n.last_read_at
    from unnest(
      ${notes.map(({ ownerId }) => ownerId)}::uuid[], ${notes.map(({ hour }) => new Date(hour * hourInMs).toISOString())}::timestamptz[],
      ${notes.map(({ viewerId }) => viewerId)}::uuid[], ${notes.map(({ category }) => category)}::text[],
      ${notes.map(({ doors }) => [...doors].sort().join(' '))}::text[],
      ${notes.map(({ firstDate }) => firstDate)}::date[], ${notes.map(({ lastDate }) => lastDate)}::date[],
      ${notes.map(({ lastReadAt }) => new Date(lastReadAt).toISOString())}::timestamptz[]
    ) as n (owner_id, hour, viewer_id, category, doors, first_date, last_date, last_read_at)
    join users o on o.id = n.owner_id
    join users v on v.id = n.viewer_id
    order by n.owner_id, n.hour, n.viewer_id, n.category
    on conflict (owner_id, hour, viewer_id, category) do update set
      doors = array(select distinct d from unnest(l.doors || excluded.doors) as d order by d),
      first_date = least(l.first_date, excluded.first_date),
      last_date = greatest(l.last_date, excluded.last_date),
      last_read_at = greatest(l.last_read_at, excluded.last_read_at)`.execute(em.getKysely());
}
