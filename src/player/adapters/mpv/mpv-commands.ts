/** Properties that are ever written, with what may be written to them. */
export interface MpvWritable {
  readonly pause: boolean;
  readonly volume: number;
  readonly mute: boolean;
  readonly speed: number;
  /** Seconds, or `none`: where the next load begins. */
  readonly start: string;
  /** Where the file that is on ends, in seconds, or `none`. */
  readonly 'file-local-options/end': string;
  readonly vid: 'auto' | 'no';
  readonly deinterlace: boolean;
  /** Width by height of the whole screen; 0 where its pixels are square. */
  readonly monitoraspect: number;
  /** Parts of the window that stay free. */
  readonly 'video-margin-ratio-left': number;
  readonly 'video-margin-ratio-right': number;
  readonly 'video-margin-ratio-top': number;
  readonly 'video-margin-ratio-bottom': number;
  readonly 'sub-scale': number;
  readonly 'sub-margin-x': number;
  readonly 'sub-margin-y': number;
  readonly aid: number | 'auto';
  readonly sid: number | 'auto' | 'no';
  readonly 'audio-device': string;
  readonly 'ao-pcm-file': string;
  /** Of the file that is on; each load brings its own, see `FileOptions`. As `mpv-filters.ts` writes them. */
  readonly af: string;
}

/** Options of one load that end with its file. */
export interface FileOptions {
  readonly vid?: MpvWritable['vid'];
  readonly af?: string;
  /** Seconds of the file, where only a stretch of it is played. */
  readonly start?: string;
  readonly end?: string;
}

export type MpvReadable =
  | 'time-pos'
  | 'duration'
  | 'track-list'
  | 'chapter-list'
  | 'video-frame-info'
  | 'playlist'
  | 'pause'
  | 'volume'
  | 'core-idle'
  | 'audio-device'
  | 'audio-params'
  | 'audio-out-params'
  | 'ao-pcm-file'
  | 'end'
  | 'af'
  | 'options/aid'
  | 'options/sid';
export type MpvObservable = 'core-idle' | 'duration' | 'track-list';

type SetProperty = {
  [Name in keyof MpvWritable]: readonly ['set_property', Name, MpvWritable[Name]];
}[keyof MpvWritable];

/**
 * Every command that is ever sent. mpv's socket can run programs and write files, so nothing else may be said on it, and
 * no client's string is ever part of a command; a path is absolute and comes from the index.
 */
export type MpvCommand =
  | readonly ['loadfile', Buffer, 'replace' | 'append-play']
  | readonly ['loadfile', Buffer, 'replace' | 'append-play', FileOptions]
  /** Title and language. */
  | readonly ['sub-add', Buffer, 'auto', string, string]
  | readonly ['playlist-clear']
  | readonly ['stop']
  | readonly ['quit']
  | readonly ['seek', number, 'absolute+exact']
  | readonly ['get_property', MpvReadable]
  | readonly ['observe_property', number, MpvObservable]
  | readonly ['request_log_messages', 'error']
  | SetProperty;

const SLASH = 0x2f;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

/** One line for mpv's socket. Bytes of a path that are not UTF-8 pass through as they are. */
export function encodeCommand(command: MpvCommand, requestId: number): Buffer {
  if (command[0] === 'loadfile' && command[3] !== undefined) {
    return encodeLoad(command[1], command[2], command[3], requestId);
  }
  const parts = command.map((part) => (Buffer.isBuffer(part) ? encodePath(part) : Buffer.from(JSON.stringify(part))));
  const list = parts.flatMap((part, place) => (place === 0 ? [part] : [Buffer.from(','), part]));
  return Buffer.concat([Buffer.from('{"command":['), ...list, Buffer.from(`],"request_id":${String(requestId)}}\n`)]);
}

/** By name: where the options stand in the order of the arguments differs from version to version. */
function encodeLoad(path: Buffer, how: string, options: FileOptions, requestId: number): Buffer {
  const rest = JSON.stringify({ flags: how, options }).slice(1);
  return Buffer.concat([
    Buffer.from('{"command":{"name":"loadfile","url":'),
    encodePath(path),
    Buffer.from(`,${rest},"request_id":${String(requestId)}}\n`),
  ]);
}

/** How this machine lends a file to a player on another one. */
const LENT = /^http:\/\/127\.0\.0\.1:\d{1,5}\/[0-9a-f]{32}$/u;

/** Anything but an absolute path could be read as an address (`lavf://`, `av://`) or an option. */
function encodePath(path: Buffer): Buffer {
  const isPath = path[0] === SLASH && !path.includes(0);
  if (!isPath && !LENT.test(path.toString('latin1'))) throw new RangeError('Only absolute paths are played');
  const bytes: number[] = [QUOTE];
  for (const byte of path) {
    if (byte < FIRST_PRINTABLE) bytes.push(...Buffer.from(`\\u${byte.toString(16).padStart(4, '0')}`));
    else if (byte === QUOTE || byte === BACKSLASH) bytes.push(BACKSLASH, byte);
    else bytes.push(byte);
  }
  bytes.push(QUOTE);
  return Buffer.from(bytes);
}
