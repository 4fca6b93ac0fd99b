import type { Config } from '#config/load-config';
import type { PictureSetting } from '#contract/entities/zone-setting';
import type { Part } from '#kernel/lifecycle';
import { ConnectedScreens } from '#player/adapters/connected-screens';
import { desktopScreens } from '#player/adapters/desktop-screens';
import { isOverTouchscreen } from '#player/zones/film-rules';

/** What of the zones' pictures lies over the touchscreen, and what notices that another screen comes or goes. */
export interface Screens {
  coversTouchscreen(picture: PictureSetting): boolean;
  readonly parts: readonly Part[];
}

const DRM_FOLDER = '/sys/class/drm';

export function createScreens({ screens, videoOutput }: Config, onChange: () => void): Screens {
  const { connected, hasTouchscreen } = screens;
  // Nothing is ever shown, or nobody who drives would see it.
  if (videoOutput === 'null' || !hasTouchscreen) return { coversTouchscreen: () => false, parts: [] };
  if (connected !== undefined) {
    return { coversTouchscreen: (picture) => isOverTouchscreen(picture, connected), parts: [] };
  }
  const found = new ConnectedScreens({ drmFolder: DRM_FOLDER, askDesktop: desktopScreens, onChange });
  return { coversTouchscreen: (picture) => isOverTouchscreen(picture, found.count), parts: [found] };
}
