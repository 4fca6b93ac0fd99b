import type { FileKind } from '#library/ports';

const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  audio: 'mp3 m4a m4b mka aac flac ogg oga opus wav aif aiff wma ape mpc wv dsf'.split(' '),
  video: 'mkv avi mp4 m4v mpg mpeg vob ts m2ts mov wmv webm flv'.split(' '),
  playlist: 'm3u m3u8 pls xspf cue'.split(' '),
  image: 'jpg jpeg png webp gif bmp'.split(' '),
};

const KIND_OF: ReadonlyMap<string, FileKind> = new Map([
  ...EXTENSIONS.audio.map((extension) => [extension, 'audio'] as const),
  ...EXTENSIONS.video.map((extension) => [extension, 'video'] as const),
  ...EXTENSIONS.playlist.map((extension) => [extension, 'playlist'] as const),
  ...EXTENSIONS.image.map((extension) => [extension, 'image'] as const),
]);

/** Without the dot. */
export const SONG_EXTENSIONS = EXTENSIONS.audio;

const LONGEST_EXTENSION = 4;
const DOT = 0x2e;

/** What a file is taken for by its name; undefined for what the library has no use for. */
export function fileKindOf(name: Buffer): FileKind | undefined {
  return KIND_OF.get(extensionOf(name));
}

/** Lower-case, without the dot; '' when there is none, or one too long to be known. */
export function extensionOf(name: Buffer): string {
  const dot = name.lastIndexOf(DOT);
  if (dot <= 0 || name.length - dot - 1 > LONGEST_EXTENSION) return '';
  return name.toString('latin1', dot + 1).toLowerCase();
}
