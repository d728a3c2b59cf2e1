/** One kind of data, and what an app may do with it. */
export interface Permission {
  readonly title: string;
  readonly may: readonly ('read' | 'write')[];
  readonly detail?: string;
}

/** Kinds of data with which an app may do the same. */
export interface PermissionGroup {
  /** A heading, e.g. "May only see". */
  readonly words: string;
  /** Whether that can change or delete what the person has. */
  readonly changes: boolean;
  readonly permissions: readonly Permission[];
}

/** What can do harm comes first. */
const powers = [
  { words: 'May see, change and delete', may: ['read', 'write'] },
  { words: 'May add, change and delete', may: ['write'] },
  { words: 'May only see', may: ['read'] },
] as const;

export const groupsOf = (permissions: readonly Permission[]): PermissionGroup[] =>
  powers
    .map(({ words, may }) => ({
      words,
      changes: may.some((act) => act === 'write'),
      permissions: permissions.filter((permission) => String(permission.may) === String(may)),
    }))
    .filter((group) => group.permissions.length > 0);
