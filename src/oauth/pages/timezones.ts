interface Region {
  region: string;
  places: { timezone: string; city: string }[];
}

/**
 * IANA names by the part before their first slash, for a list that one can look through: "America/Argentina/Salta" is
 * "Argentina, Salta" in America. Names without a slash (UTC) come last. `chosen` is in the list even when `timezones`
 * lacks it, for a browser would take the first name instead.
 */
export function timezonesByRegion(timezones: readonly string[], chosen?: string): Region[] {
  const all = [...new Set([...timezones, ...(chosen ? [chosen] : [])])].sort();
  const regions = Map.groupBy(all, (timezone) => (timezone.includes('/') ? (timezone.split('/')[0] ?? '') : 'Other'));
  const other = regions.get('Other');
  regions.delete('Other');
  if (other) regions.set('Other', other);
  return [...regions].map(([region, names]) => ({
    region,
    places: names.map((timezone) => ({ timezone, city: cityOf(timezone) })),
  }));
}

const cityOf = (timezone: string): string =>
  timezone
    .slice(timezone.indexOf('/') + 1)
    .replaceAll('/', ', ')
    .replaceAll('_', ' ');
