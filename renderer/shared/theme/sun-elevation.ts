import type { Place } from '#contract/entities/settings';

const RADIANS = Math.PI / 180;
const DAY_MS = 86_400_000;
/** Noon of 1 January 2000, UTC. */
const J2000_MS = Date.UTC(2000, 0, 1, 12);

/** How high the sun stands, in degrees; below 0 it is down. To half a degree, between 1950 and 2050 (Astronomical Almanac). */
export function sunElevation(at: Date, { latitude, longitude }: Place): number {
  const days = (at.getTime() - J2000_MS) / DAY_MS;
  const meanLongitude = 280.46 + 0.9856474 * days;
  const anomaly = (357.528 + 0.9856003 * days) * RADIANS;
  const ecliptic = (meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIANS;
  const tilt = (23.439 - 0.0000004 * days) * RADIANS;
  const declination = Math.asin(Math.sin(tilt) * Math.sin(ecliptic));
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(ecliptic), Math.cos(ecliptic));
  const sidereal = (280.46061837 + 360.98564736629 * days + longitude) * RADIANS;
  const height =
    Math.sin(latitude * RADIANS) * Math.sin(declination) +
    Math.cos(latitude * RADIANS) * Math.cos(declination) * Math.cos(sidereal - ascension);
  return Math.asin(height) / RADIANS;
}
