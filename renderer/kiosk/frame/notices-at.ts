import type { Notice } from '#contract/entities/notice';
import { railPlaceOf, type PlaceName } from '#renderer/kiosk/places.ts';

/** The network panel says that itself, and needs the room. */
const OF_NETWORK: ReadonlySet<Notice['code']> = new Set(['data_low', 'data_used_up']);

/** What is worth saying above a view. */
export function noticesAt(place: PlaceName, notices: readonly Notice[]): readonly Notice[] {
  return railPlaceOf(place) === 'network' ? notices.filter(({ code }) => !OF_NETWORK.has(code)) : notices;
}
