/** One kind of data, and what an app may do with it. */
export interface Permission {
  readonly title: string;
  readonly may: readonly ('read' | 'write')[];
  readonly detail?: string;
}

/** What an app may do, as a person would say it: "See", "Add, change and delete" or all of it. */
export function mayInWords({ may }: Permission): string {
  if (!may.includes('write')) return may.includes('read') ? 'See' : '';
  return may.includes('read') ? 'See, add, change and delete' : 'Add, change and delete';
}
