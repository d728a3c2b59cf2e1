import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Job } from '../job.ts';

interface Row {
  what: string;
  'events/s': number;
  'KB per idle subscriber': number;
}

const owners = 10;

export const live: Job = {
  title: 'Live: notifications to 5,000 subscribers',
  unit: 'events/s',
  takesTurnsItself: true,
  ratios: () => [
    { of: 'the gateway, from the ring on', against: 'bare graphql-ws, from the publishing on', atLeast: 1 },
    { of: 'the gateway, from the request on', against: 'bare graphql-ws, from the publishing on' },
    {
      of: 'the gateway, from the ring on',
      against: 'bare graphql-ws, from the publishing on',
      figure: 'KB per idle subscriber',
    },
  ],
  async prepare({ scale }) {
    const each = Math.max(20, Math.round(500 * scale));
    const child = fork(join(import.meta.dirname, 'live.process.ts'), {
      env: { ...process.env, OWNERS: String(owners), EACH: String(each) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit');
    const [rows] = (await Promise.race([once(child, 'message'), ended])) as [Row[] | number | null];
    if (!Array.isArray(rows)) throw new Error(`the bench of live subscriptions ended with ${rows}`);
    await ended;
    return {
      entrants: rows.map((row) => ({
        name: row.what,
        round: async () => ({
          perSecond: row['events/s'],
          figures: { 'KB per idle subscriber': row['KB per idle subscriber'] },
        }),
      })),
      async [Symbol.asyncDispose]() {},
    };
  },
};
