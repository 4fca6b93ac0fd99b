import type { PictureSetting, ToneSetting } from '#contract/entities/zone-setting';

/** Where the sound goes: mpv's name of an output, `null`, or `pcm:DIR` for one WAV per zone and start. */
export type AudioOutput = string;

export interface MpvOutputs {
  /** undefined lets mpv choose. */
  readonly audioOutput: AudioOutput | undefined;
  readonly videoOutput: string | undefined;
  /** The address of a PulseAudio other than the user's own. */
  readonly pulseServer?: string | undefined;
}

export interface MpvFlagOptions extends MpvOutputs {
  readonly hasVideo: boolean;
  readonly audioDevice: string | undefined;
  /** Over the whole of the second output unless told. */
  readonly picture?: PictureSetting | undefined;
  /** Two unless told. */
  readonly speakers?: ToneSetting['speakers'];
}

/** Containers that are opened. What is missing here is refused, whatever its name says: playlists, EDL, HLS, concat, CUE. */
const FORMATS =
  'mp3,flac,ogg,mov,matroska,wav,aac,aiff,asf,avi,mpeg,mpegts,mpegvideo,flv,wv,ape,mpc,mpc8,dsf,srt,ass,webvtt';

/** A player that reads nothing but the file it is given and listens to nothing but its socket. */
const LOCKED_DOWN = [
  '--no-config',
  '--idle=yes',
  '--no-terminal',
  '--input-default-bindings=no',
  '--input-builtin-bindings=no',
  '--osc=no',
  '--load-scripts=no',
  '--load-stats-overlay=no',
  // Each script of mpv's own costs a start some 10 ms, and a thread.
  '--load-osd-console=no',
  '--load-console=no',
  '--load-auto-profiles=no',
  '--load-select=no',
  '--load-positioning=no',
  '--load-commands=no',
  '--ytdl=no',
  '--autoload-files=no',
  '--sub-auto=no',
  '--audio-file-auto=no',
  '--cover-art-auto=no',
  '--access-references=no',
  '--ordered-chapters=no',
  '--use-filedir-conf=no',
  '--resume-playback=no',
];

/** A file is what its bytes say: libavformat only, from files only. mpv's own demuxers would follow playlists. */
const DEMUXING = [
  '--demuxer=lavf',
  '--sub-demuxer=lavf',
  `--demuxer-lavf-o=protocol_whitelist=[file],format_whitelist=[${FORMATS}]`,
  '--demuxer-max-bytes=32MiB',
  '--demuxer-readahead-secs=20',
];

const SOUND = [
  '--gapless-audio=weak',
  '--prefetch-playlist=yes',
  '--audio-client-name=car',
  '--volume-max=100',
  // In whole numbers mpv has 256 steps for all volumes: a FLAC below 13 % would be silent, and a duck or a fade a stair.
  '--audio-format=float',
];

/** Pictures inside songs are not shown, and no window opens for sound. */
const PICTURE = [
  '--audio-display=no',
  '--force-window=no',
  '--keepaspect=yes',
  '--keepaspect-window=no',
  '--cursor-autohide=always',
  '--hwdec=auto-safe',
];

/** One format for all songs, so that one start is one file. */
const PCM_FORMAT = ['--ao=pcm', '--audio-format=s16', '--audio-samplerate=44100', '--audio-channels=stereo'];

export const PCM_PREFIX = 'pcm:';

/** The command line of a zone's player, but for its socket, in mpv 0.35's words. */
export function mpvFlags(options: MpvFlagOptions): string[] {
  const { hasVideo, audioOutput, videoOutput, audioDevice, picture = SECOND_OUTPUT, speakers } = options;
  return [
    ...LOCKED_DOWN,
    ...DEMUXING,
    ...SOUND,
    ...(hasVideo ? [...PICTURE, ...placeOf(picture)] : ['--vid=no']),
    ...(hasVideo && videoOutput !== undefined ? [`--vo=${videoOutput}`] : []),
    ...audioFlags(audioOutput),
    ...(speakers === 'four' ? ['--audio-channels=quad'] : []),
    ...(options.pulseServer === undefined ? [] : [`--pulse-host=${options.pulseServer}`]),
    ...(audioDevice === undefined ? [] : [`--audio-device=${audioDevice}`]),
  ];
}

/** The second output is the rear one, where there is one. */
const SECOND_OUTPUT: PictureSetting = { kind: 'full_screen', output: 1, signal: 'digital' };
const COMPOSITE_MODES = { digital: [], composite_pal: ['--drm-mode=720x576'], composite_ntsc: ['--drm-mode=720x480'] };

/** A `--vo` behind these takes their place. */
function placeOf(picture: PictureSetting): readonly string[] {
  switch (picture.kind) {
    case 'window':
      return [];
    case 'full_screen':
      return ['--fullscreen', `--screen=${String(picture.output)}`, `--fs-screen=${String(picture.output)}`];
    case 'drm':
      return [
        ...['--vo=gpu', '--gpu-context=drm', `--drm-connector=${picture.connector}`],
        ...COMPOSITE_MODES[picture.signal],
      ];
  }
}

function audioFlags(output: AudioOutput | undefined): string[] {
  if (output === undefined) return [];
  return output.startsWith(PCM_PREFIX) ? PCM_FORMAT : [`--ao=${output}`];
}
