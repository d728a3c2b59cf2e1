import type { Coverage, Covered } from '../kit/coverage.ts';
import { flagsOf, trackers } from './shared-tracker.schema.ts';

const carried = (as: string | null, note?: string): Covered => ({ fate: 'carried', as, ...(note && { note }) });

export const coverage: Coverage = {
  Shares: {
    id: carried('Share.number', 'random, not sequential; read only'),
    user_id: carried('User.number', 'of the owner; read only'),
    user: carried('Share.owner', '`{id, name}`; read only'),
    viewer_user_id: carried('User.number', 'of the viewer; cannot be changed'),
    viewer_user: carried('Share.viewer', '`{id, name}`; read only'),
    start_date: carried('Share.startDate', 'the first day; `null`: all before too'),
    end_date: carried('Share.endDate', 'the last day; `null`: for good'),
    ...flagsOf('include', (tracker) => carried('Share.include', trackers[tracker])),
    ...flagsOf('notify', (tracker) => carried('Share.notify', trackers[tracker])),
    description: carried('Share.description', 'at most 2000 characters'),
    created_at: carried('Share.createdAt', 'read only'),
    updated_at: carried('Share.updatedAt', 'read only'),
  },
};
