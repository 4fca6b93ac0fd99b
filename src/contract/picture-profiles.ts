import type { PictureSetting, ScreenSetting, ZoneSetting } from '#contract/entities/zone-setting';

/** Screens as people have them in cars. `_alone`: drawn without a desktop, where no kiosk owns the graphics card. */
export const PICTURE_PROFILES = [
  'none',
  'hdmi',
  'composite_pal',
  'composite_ntsc',
  'window',
  'hdmi_1_alone',
  'hdmi_2_alone',
  'composite_pal_alone',
  'composite_ntsc_alone',
] as const;

export type PictureProfile = (typeof PICTURE_PROFILES)[number];

const SECOND = { kind: 'full_screen', output: 1 } as const;
const COMPOSITE = { kind: 'drm', connector: 'Composite-1' } as const;

const PICTURES: Readonly<Record<Exclude<PictureProfile, 'none'>, PictureSetting>> = {
  hdmi: { ...SECOND, signal: 'digital' },
  composite_pal: { ...SECOND, signal: 'composite_pal' },
  composite_ntsc: { ...SECOND, signal: 'composite_ntsc' },
  window: { kind: 'window' },
  hdmi_1_alone: { kind: 'drm', connector: 'HDMI-A-1', signal: 'digital' },
  hdmi_2_alone: { kind: 'drm', connector: 'HDMI-A-2', signal: 'digital' },
  composite_pal_alone: { ...COMPOSITE, signal: 'composite_pal' },
  composite_ntsc_alone: { ...COMPOSITE, signal: 'composite_ntsc' },
};

/** An old television is 4:3, whatever its pixels are, and hides its edges. */
const TELEVISION: Pick<ScreenSetting, 'shape' | 'safeAreaPercent'> = { shape: '4:3', safeAreaPercent: 5 };
const MONITOR: Pick<ScreenSetting, 'shape' | 'safeAreaPercent'> = { shape: 'square_pixels', safeAreaPercent: 0 };

/** What choosing a profile makes of a zone. */
export function withProfile(zone: ZoneSetting, profile: PictureProfile): ZoneSetting {
  if (profile === 'none') return { ...zone, hasVideo: false };
  const picture = PICTURES[profile];
  const screen = { ...zone.screen, ...(isComposite(picture) ? TELEVISION : MONITOR) };
  return { ...zone, hasVideo: true, picture, screen };
}

/** Undefined where the settings file says something else. */
export function profileOf({ hasVideo, picture }: ZoneSetting): PictureProfile | undefined {
  if (!hasVideo) return 'none';
  const written = nameOf(picture);
  return PICTURE_PROFILES.find((profile) => profile !== 'none' && nameOf(PICTURES[profile]) === written);
}

function isComposite(picture: PictureSetting): boolean {
  return picture.kind !== 'window' && picture.signal !== 'digital';
}

function nameOf(picture: PictureSetting): string {
  switch (picture.kind) {
    case 'window':
      return 'window';
    case 'full_screen':
      return `${String(picture.output)} ${picture.signal}`;
    case 'drm':
      return `${picture.connector} ${picture.signal}`;
  }
}
