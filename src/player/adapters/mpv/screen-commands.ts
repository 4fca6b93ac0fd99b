import type { ScreenSetting } from '#contract/entities/zone-setting';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';

const ASPECTS = { square_pixels: 0, '4:3': 4 / 3, '16:9': 16 / 9 } as const;
const SUBTITLE_SCALES = { small: 0.8, normal: 1, large: 1.4 } as const;
/** mpv reckons margins on a screen of 1280x720, whatever the screen is; these are its own where nothing is hidden. */
const MARGIN_X = 25;
const MARGIN_Y = 22;
const HEIGHT = 720;

/** Fits picture and subtitles to a screen: its shape, what of its edges is hidden, how far away it is. */
export function screenCommands({ shape, safeAreaPercent, subtitleSize }: ScreenSetting): readonly MpvCommand[] {
  const ratio = safeAreaPercent / 100;
  const more = Math.round(ratio * HEIGHT);
  return [
    ['set_property', 'monitoraspect', ASPECTS[shape]],
    ['set_property', 'video-margin-ratio-left', ratio],
    ['set_property', 'video-margin-ratio-right', ratio],
    ['set_property', 'video-margin-ratio-top', ratio],
    ['set_property', 'video-margin-ratio-bottom', ratio],
    ['set_property', 'sub-scale', SUBTITLE_SCALES[subtitleSize]],
    ['set_property', 'sub-margin-x', MARGIN_X + more],
    ['set_property', 'sub-margin-y', MARGIN_Y + more],
  ];
}
