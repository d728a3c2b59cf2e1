import { cursorsOf, keyPart, type CursorBinding } from '../platform/relay/cursor.ts';
import type { NotifiableCategory } from '../sharing/categories.ts';
import type { NotificationKind } from '../sharing/notify-viewers.ts';
import type { RecordType } from '../sharing/shared-fields.ts';

/** Something that a viewer was told: who did what when, and where it can be read. */
export interface Notification {
  viewerId: string;
  /** From 1, without gaps, in the order of the commits. */
  number: number;
  id: string;
  kind: NotificationKind;
  category: NotifiableCategory | null;
  /** How many records of the category came in at once. */
  count: number;
  ownerId: string;
  shareId: string;
  /** The first of the records. */
  recordType: RecordType | null;
  recordId: string | null;
  localDate: string | null;
  occurredAt: string;
  readAt: string | null;
}

/**
 * A cursor is good for the list, read or unread, and for going on live. It names the notification, which belongs to one viewer, so that it
 * need not be bound to them once more.
 */
export const binding: CursorBinding = { list: 'notifications', filter: null };
export const keyShape = [keyPart.number, keyPart.id];
export const keyOf = ({ number, id }: Notification): string[] => [String(number), id];
const encode = cursorsOf(binding);
export const cursorOf = (notification: Notification): string => encode(keyOf(notification));
