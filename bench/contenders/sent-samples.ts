import type pg from 'pg';

/** The body of a batch, in the words of the samples API that the gateway speaks. */
export interface SentSamples {
  data_type: 'bpm';
  data: { device_name: string; start_date: string; end_date: string; value: number; unit: string }[];
}

export interface Origin {
  deviceId: number;
  originId: number;
}

/** The only device of a person, asked for once. */
export function originsOf(pool: pg.Pool): (ownerId: string) => Promise<Origin> {
  const known = new Map<string, Origin>();
  return async (ownerId) => {
    const origin = known.get(ownerId);
    if (origin) return origin;
    const { rows } = await pool.query<Origin>(
      'select device_id as "deviceId", id as "originId" from sample_origins where owner_id = $1',
      [ownerId],
    );
    const [found] = rows;
    if (!found) throw new Error(`${ownerId} has no device`);
    known.set(ownerId, found);
    return found;
  };
}
