import type { z } from 'zod';
import type { Person } from '../../accounts/people.loaders.ts';
import { badInput } from '../../platform/errors.ts';
import { categories, type Category, type NotifiableCategory } from '../../sharing/categories.ts';
import type { Share, ShareTerms } from '../../sharing/share.ts';
import { flagsOf, trackers, type newTracker, type SharedTracker, type trackerChange } from './shared-tracker.schema.ts';

type NewTracker = z.output<typeof newTracker>;
type TrackerChange = z.output<typeof trackerChange>;

/** A request to share under the domain's names. @throws DomainError BAD_USER_INPUT when it ends before it has begun */
export function toNewShare(body: NewTracker): { viewerNumber: number } & ShareTerms {
  const { viewer_user_id: viewerNumber, start_date: startDate = null, end_date: endDate = null, description } = body;
  requireLaterEnd(startDate, endDate);
  return {
    viewerNumber,
    startDate,
    endDate,
    include: flagged<Category>(body, 'include', []),
    notify: flagged<NotifiableCategory>(body, 'notify', []),
    description: description ?? null,
  };
}

/**
 * A change under the domain's names; what was left out stays out. Categories that this API cannot say stay as they are.
 * @throws DomainError BAD_USER_INPUT when it would end before it has begun
 */
export function toShareChange(body: TrackerChange, stored: Share): Partial<ShareTerms> {
  const { start_date: startDate = stored.startDate, end_date: endDate = stored.endDate } = body;
  // A day that was shared through another door stays as it is when it comes back unchanged.
  if (startDate !== stored.startDate || endDate !== stored.endDate) requireLaterEnd(startDate, endDate);
  return {
    ...(body.start_date !== undefined && { startDate }),
    ...(body.end_date !== undefined && { endDate }),
    ...(says(body, 'include') && { include: flagged(body, 'include', stored.include) }),
    ...(says(body, 'notify') && { notify: flagged(body, 'notify', stored.notify) }),
    ...(body.description !== undefined && { description: body.description }),
  };
}

/** A share stays with whom it is. @throws DomainError BAD_USER_INPUT when a change names someone else */
export function requireSameViewer({ viewer_user_id: number }: TrackerChange, viewer: Person): void {
  if (number !== undefined && number !== viewer.number)
    throw badInput('viewerNumber', 'cannot be changed: share anew instead');
}

/** The domain also knows shares of one day; the vendor's document has none. */
function requireLaterEnd(startDate: string | null, endDate: string | null): void {
  if (startDate !== null && endDate !== null && endDate <= startDate)
    throw badInput('endDate', 'must be after startDate');
}

type Prefix = 'include' | 'notify';
type Flagged = Readonly<Partial<Record<`${Prefix}_${keyof typeof trackers}`, boolean>>>;

const trackerOf = new Map<Category, keyof typeof trackers>(
  Object.entries(trackers).map(([tracker, category]) => [category, tracker as keyof typeof trackers]),
);

/** The categories for which a request says yes, and those that it says nothing of as they are stored; always in the same order. */
const flagged = <Of extends Category>(body: Flagged, prefix: Prefix, stored: readonly Of[]): Of[] =>
  categories.filter((category): category is Of => {
    const tracker = trackerOf.get(category);
    return (tracker && body[`${prefix}_${tracker}`]) ?? (stored as readonly Category[]).includes(category);
  });

const says = (body: Flagged, prefix: Prefix): boolean =>
  [...trackerOf.values()].some((tracker) => body[`${prefix}_${tracker}`] !== undefined);

/** A share as the API gives it. */
export function fromShare(share: Share, owner: Person, viewer: Person): SharedTracker {
  const { number, startDate, endDate, include, notify, description, createdAt, updatedAt } = share;
  return {
    id: number,
    user_id: owner.number,
    user: fromPerson(owner),
    viewer_user_id: viewer.number,
    viewer_user: fromPerson(viewer),
    start_date: startDate,
    end_date: endDate,
    ...flagsOf('include', (tracker) => include.includes(trackers[tracker])),
    ...flagsOf('notify', (tracker) => notify.includes(trackers[tracker])),
    description,
    created_at: inMicroseconds(createdAt),
    updated_at: inMicroseconds(updatedAt),
  };
}

/** Clients put the name on the screen as it is: a text, also where there is none. */
const fromPerson = ({ number, name }: Person): SharedTracker['user'] => ({ id: number, name: name ?? '' });

/** PostgreSQL leaves out zeros at the end of a fraction, the vendor never does. @param instant ISO 8601 in UTC */
const inMicroseconds = (instant: string): string => {
  const [seconds = '', fraction = ''] = instant.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}Z`;
};

const vendorNames: Record<string, string> = {
  viewerNumber: 'viewer_user_id',
  startDate: 'start_date',
  endDate: 'end_date',
};

/** The vendor's name of a field that a service refused under the domain's. */
export const vendorName = (field: string): string => vendorNames[field] ?? field;
