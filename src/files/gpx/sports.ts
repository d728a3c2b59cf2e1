/**
 * The `type` of a track is free text. Garmin and others write names, Strava writes the numbers of its activity types; it
 * publishes no list of them, these are known from its exports.
 */
const sports: ReadonlyMap<string, string> = new Map([
  ['1', 'cycling'],
  ['4', 'hiking'],
  ['9', 'running'],
  ['10', 'walking'],
  ['16', 'swimming'],
  ['running', 'running'],
  ['run', 'running'],
  ['trail_running', 'running'],
  ['treadmill_running', 'running'],
  ['cycling', 'cycling'],
  ['biking', 'cycling'],
  ['bike', 'cycling'],
  ['ride', 'cycling'],
  ['road_biking', 'cycling'],
  ['mountain_biking', 'cycling'],
  ['hiking', 'hiking'],
  ['hike', 'hiking'],
  ['walking', 'walking'],
  ['walk', 'walking'],
  ['swimming', 'swimming'],
  ['swim', 'swimming'],
  ['open_water_swimming', 'swimming'],
  ['rowing', 'rowing'],
  ['kayaking', 'kayaking'],
  ['sailing', 'sailing'],
  ['cross_country_skiing', 'cross_country_skiing'],
  ['alpine_skiing', 'alpine_skiing'],
  ['snowboarding', 'snowboarding'],
  ['inline_skating', 'inline_skating'],
  ['driving', 'driving'],
]);

/** The FIT sport for a track's type; `generic` where it says none that is known. */
export function sportOfType(type: string | undefined): string {
  const name = type
    ?.trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return sports.get(name ?? '') ?? 'generic';
}
