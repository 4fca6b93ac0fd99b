import { zoneId, type ZoneId } from '#contract/entities/ids';
import type { PictureSetting, ZoneSetting } from '#contract/entities/zone-setting';

/** `barred`: there is a screen, but whoever drives would see it now. */
export type FilmPermit = 'no_picture' | 'barred' | 'allowed';

/** `isAllowedInSight`: the car is known to stand. `coversTouchscreen`: so would the picture of this zone, as things are. */
export function filmPermit(setting: ZoneSetting, isAllowedInSight: boolean, coversTouchscreen: boolean): FilmPermit {
  if (!setting.hasVideo) return 'no_picture';
  return isSeenByDriver(setting, coversTouchscreen) && !isAllowedInSight ? 'barred' : 'allowed';
}

/** Whether whoever drives sees the picture of this zone, if it has one. */
export function isSeenByDriver(setting: ZoneSetting, coversTouchscreen: boolean): boolean {
  return isInDriversSight(setting) || coversTouchscreen;
}

/**
 * The touchscreen is the first output. A player that is to fill another one takes the first where there is none, and a window
 * opens there. A connector that is named is no desktop's.
 */
export function isOverTouchscreen(picture: PictureSetting, connectedScreens: number): boolean {
  switch (picture.kind) {
    case 'window':
      return true;
    case 'full_screen':
      return picture.output === 0 || picture.output >= connectedScreens;
    case 'drm':
      return false;
  }
}

/** Nothing but that its own screen is not there makes it lie over the touchscreen. */
export function lacksScreen(setting: ZoneSetting, coversTouchscreen: boolean): boolean {
  const { hasVideo, picture } = setting;
  const hasOwn = hasVideo && picture.kind === 'full_screen' && picture.output > 0;
  return hasOwn && coversTouchscreen && !isInDriversSight(setting);
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
