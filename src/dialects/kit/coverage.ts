/** What becomes of a vendor's field: it is carried as it is, reckoned from others, or kept and given back without being understood. */
export type Fate = 'carried' | 'derived' | 'kept';

export interface Covered {
  fate: Fate;
  /** What it is in GraphQL, as `Type.field`; `null`: nothing. */
  as: string | null;
  /** What there is to know of it. */
  note?: string;
}

/** Which fields of a vendor's API are served, by resource: tests hold it to the schemas, and the pages for partners show it. */
export type Coverage = Readonly<Record<string, Readonly<Record<string, Covered>>>>;

/** A resource's fields as a Markdown table. */
export function coverageTable(fields: Readonly<Record<string, Covered>>): string {
  const rows = Object.entries(fields).map(
    ([name, { fate, as, note = '' }]) => `| \`${name}\` | ${fate} | ${as === null ? '' : `\`${as}\``} | ${note} |`,
  );
  return ['| field | | in GraphQL | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
