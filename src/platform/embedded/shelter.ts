import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import { canEnter, type ServerUser } from './server-user.ts';

/** What lies here instead of in a folder that the server's user cannot enter. */
const shelter = '/var/lib/vitalgate';

/**
 * Makes the folder for what the server's user could not reach elsewhere.
 * @param unreachable what that is, for the message
 * @throws EmbeddedDatabaseError when it cannot be made, or the user cannot enter it either
 */
export async function makeShelter(user: ServerUser, unreachable: string): Promise<string> {
  const advice =
    'Start the gateway as an ordinary user, put both it and DATA_DIR where that user can go, or set DATABASE_URL.';
  try {
    // Whatever the umask: the user has to get in.
    if (await mkdir(shelter, { recursive: true })) await chmod(shelter, 0o755);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `PostgreSQL runs as user ${user.uid}, who cannot enter ${unreachable}, and ${shelter} cannot be made. ${advice}`,
      { cause: error },
    );
  }
  if (await canEnter(shelter, user)) return shelter;
  throw new EmbeddedDatabaseError(
    `PostgreSQL runs as user ${user.uid}, who can enter neither ${unreachable} nor ${shelter}. ${advice}`,
  );
}

/** How the sheltered clusters of a data folder start their names. */
export const shelteredName = (folder: string): string =>
  join(shelter, createHash('sha256').update(folder).digest('hex').slice(0, 16));
