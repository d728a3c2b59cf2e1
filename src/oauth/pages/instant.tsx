interface InstantProps {
  at: string;
  timezone: string;
}

/** A moment as its reader's clock and calendar show it. `at` is ISO 8601, `timezone` an IANA name. */
export function Instant({ at, timezone }: InstantProps) {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: timezone });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}

/** The day alone, as text. */
export const dayOf = ({ at, timezone }: InstantProps): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: timezone }).format(new Date(at));
