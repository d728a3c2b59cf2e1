import pg from 'pg';

/** The database server cannot be used, in words for the console; they hold no password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

const oldestVersion = 15;

/**
 * A session of one's own, outside of any pool.
 * @throws DatabaseError when the server does not answer, does not let one in, or is too old
 */
export async function openSession(url: string, name: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 10_000 });
  try {
    await session.connect();
  } catch (error) {
    throw new DatabaseError(`DATABASE_URL: the server cannot be used: ${reason(error)}.`, { cause: error });
  }
  const { rows } = await session.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  const version = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (version >= oldestVersion) return session;
  await session.end();
  throw new DatabaseError(`DATABASE_URL: PostgreSQL ${oldestVersion} or newer is needed, and this is ${version}.`);
}

/** Node tries all addresses of a name, and tells of each in an error of its own without a message around them. */
function reason(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? first.message : String(first);
}
