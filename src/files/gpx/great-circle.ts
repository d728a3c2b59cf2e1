const earthRadiusMeters = 6_371_000;

/** Haversine distance in metres between two positions in degrees (R. W. Sinnott, Sky & Telescope 68, 1984). */
export function greatCircleMeters(fromLatitude: number, fromLongitude: number, latitude: number, longitude: number) {
  const radians = Math.PI / 180;
  const sinHalfLatitude = Math.sin(((latitude - fromLatitude) * radians) / 2);
  const sinHalfLongitude = Math.sin(((longitude - fromLongitude) * radians) / 2);
  const haversine =
    sinHalfLatitude ** 2 + Math.cos(fromLatitude * radians) * Math.cos(latitude * radians) * sinHalfLongitude ** 2;
  return 2 * earthRadiusMeters * Math.asin(Math.min(1, Math.sqrt(haversine)));
}
