import { zoneId, type ZoneId } from '#contract/entities/ids';
import type { ZoneSetting } from '#contract/entities/zone-setting';

/** `barred`: there is a screen, but whoever drives would see it now. */
export type FilmPermit = 'no_picture' | 'barred' | 'allowed';

/** `isAllowedInSight`: the car is known to stand. */
export function filmPermit(setting: ZoneSetting, isAllowedInSight: boolean): FilmPermit {
  if (!setting.hasVideo) return 'no_picture';
  return isInDriversSight(setting) && !isAllowedInSight ? 'barred' : 'allowed';
}

/** The zone in front is, whatever is set. */
function isInDriversSight({ id, isInDriversSight: isSet }: ZoneSetting): boolean {
  return isSet || id === 'front';
}

/** Where what is said to the driver is heard. */
export function driversZone(settings: readonly ZoneSetting[]): ZoneId {
  const found = settings.find(({ id }) => id === 'front') ?? settings.find(isInDriversSight) ?? settings[0];
  return found?.id ?? zoneId.parse('front');
}
