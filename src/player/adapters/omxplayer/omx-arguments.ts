import type { PictureSetting, ScreenSetting } from '#contract/entities/zone-setting';

export interface OmxPlan {
  /** Its name on D-Bus. */
  readonly name: string;
  /** Of ours: it begins with `http://`, so that it can be no option. */
  readonly address: string;
  /** In the file. */
  readonly startMs: number;
  /** Linear: 1 is as loud as the file. */
  readonly gain: number;
  /** In mpv's words, or in omxplayer's own: `hdmi`, `local`, `both`. */
  readonly audioDevice: string | undefined;
  readonly hasVideo: boolean;
  readonly isPictureOn: boolean;
  readonly picture: PictureSetting;
  readonly screen: ScreenSetting | undefined;
}

const SILENT_MILLIBELS = -6_000;
/** In thousandths of the height of the screen. */
const FONT_SIZES = { small: 42, normal: 55, large: 75 };
const COMPOSITE_SIZES = { digital: undefined, composite_pal: [720, 576], composite_ntsc: [720, 480] } as const;

/** The command line of omxplayer, in the words of its README. */
export function omxArguments(plan: OmxPlan): string[] {
  const { name, address, startMs, gain, hasVideo } = plan;
  const device = deviceOf(plan.audioDevice);
  return [
    ...['--no-osd', '--dbus_name', name, `--vol=${String(millibels(gain))}`],
    ...(startMs >= 1_000 ? ['--pos', clockTime(startMs)] : []),
    ...(device === undefined ? [] : ['--adev', device]),
    ...(hasVideo ? pictureArguments(plan) : []),
    address,
  ];
}

/** Right proportions come from the shape that the Pi itself knows of its screen (`sdtv_aspect` in its config.txt). */
function pictureArguments({ isPictureOn, picture, screen }: OmxPlan): string[] {
  const size = picture.kind === 'window' ? undefined : COMPOSITE_SIZES[picture.signal];
  const edge = (screen?.safeAreaPercent ?? 0) / 100;
  return [
    ...['--blank', '--aspect-mode', 'letterbox', '--align', 'center'],
    ...['--font-size', String(FONT_SIZES[screen?.subtitleSize ?? 'normal'])],
    ...(size && edge > 0 ? ['--win', windowIn(size, edge)] : []),
    ...(isPictureOn ? [] : ['--alpha', '0']),
  ];
}

function windowIn([width, height]: readonly [number, number], edge: number): string {
  const [left, top] = [Math.round(width * edge), Math.round(height * edge)];
  return [left, top, width - left, height - top].join(',');
}

/** Undefined lets it choose: HDMI where a television takes sound by it, else the jack. */
function deviceOf(device: string | undefined): string | undefined {
  if (device === undefined || ['hdmi', 'local', 'both'].includes(device)) return device;
  const alsa = /^alsa\/([\w:=,.-]+)$/u.exec(device)?.[1];
  return alsa === undefined ? undefined : `alsa:${alsa}`;
}

function millibels(gain: number): number {
  return gain <= 0 ? SILENT_MILLIBELS : Math.max(SILENT_MILLIBELS, Math.round(2_000 * Math.log10(gain)));
}

/** `hh:mm:ss`: it takes whole seconds. */
function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const parts = [seconds / 3_600, (seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
