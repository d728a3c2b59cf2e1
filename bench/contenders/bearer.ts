import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';

/** Who a bearer token speaks for, believed for five seconds: the check that every contender makes. */
export function bearerCheck(pool: pg.Pool): (authorization: string | undefined) => Promise<string> {
  const viewers = new LRUCache<string, string>({ max: 10_000, ttl: 5000 });
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new Unauthenticated();
    const hash = createHash('sha256').update(token).digest();
    const key = hash.toString('base64');
    const known = viewers.get(key);
    if (known !== undefined) return known;
    const { rows } = await pool.query<{ user_id: string }>({
      name: 'bearer',
      text: 'select user_id from access_tokens where hash = $1 and revoked_at is null and expires_at > now()',
      values: [hash],
    });
    const [row] = rows;
    if (!row) throw new Unauthenticated();
    viewers.set(key, row.user_id);
    return row.user_id;
  };
}

export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
  readonly statusCode = 401;
}
