import type { Place } from '#contract/entities/settings';

const PLACE = /^(?<latitude>-?\d{1,2}(?:\.\d+)?)[,; ]+(?<longitude>-?\d{1,3}(?:\.\d+)?)$/u;

/** `51.75, -1.26`; nothing for no place. */
export function placeText(place: Place | null): string {
  return place ? `${String(place.latitude)}, ${String(place.longitude)}` : '';
}

/** Latitude and longitude in degrees, as maps give them; null for nothing, undefined for what is no place. */
export function readPlace(text: string): Place | null | undefined {
  if (text.trim() === '') return null;
  const parts = PLACE.exec(text.trim())?.groups;
  const [latitude, longitude] = [Number(parts?.['latitude']), Number(parts?.['longitude'])];
  if (Number.isNaN(latitude) || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return { latitude, longitude };
}
