import type { FileShelf } from '../activities/import-recording.ts';
import type { Config } from '../platform/config.ts';
import type { Orm } from '../platform/database/orm.ts';

/** What a running gateway is made of; routes take from it what they need. */
export interface Gateway {
  config: Config;
  orm: Orm;
  shelf: FileShelf;
  /** The address that clients use; known once the server listens. */
  publicUrl: () => string;
}
