import type { AudioTags, VideoTags } from '#library/ports';
import { aviFilm } from '#library/scan/formats/avi-film';
import { fourAt, type ByteSource } from '#library/scan/formats/byte-source';
import { flacTags } from '#library/scan/formats/flac-tags';
import { id3v2Header } from '#library/scan/formats/id3v2-frames';
import { matroskaFilm } from '#library/scan/formats/matroska-film';
import { mp3Tags, type Look } from '#library/scan/formats/mp3-tags';
import { mp4Film, mp4Song } from '#library/scan/formats/mp4-tags';
import { oggTags } from '#library/scan/formats/ogg-tags';
import { wavTags } from '#library/scan/formats/wav-tags';

const MAGIC_BYTES = 64;

/**
 * Tags of a song by our own readers, from a few small reads; undefined for what they leave to others. `extension` is
 * what the file claims to be: bytes decide, but a song that may begin with junk is only looked for where one is named.
 */
export function readSong(source: ByteSource, extension: string, look: Look): AudioTags | undefined {
  const head = source.read(0, MAGIC_BYTES);
  switch (magicOf(head)) {
    case 'flac':
      return flacTags(source);
    case 'ogg':
      return oggTags(source, look);
    case 'mp4':
      return mp4Song(source);
    case 'wav':
      return wavTags(source);
    case 'id3':
      // Such a tag may stand before other sound too.
      return extension === 'mp3' || isMpegBehindTag(source) ? mp3Tags(source, look) : undefined;
    default:
      return extension === 'mp3' || isMpeg(head) ? mp3Tags(source, look) : undefined;
  }
}

export function readFilm(source: ByteSource): VideoTags | undefined {
  switch (magicOf(source.read(0, MAGIC_BYTES))) {
    case 'mp4':
      return mp4Film(source);
    case 'matroska':
      return matroskaFilm(source);
    case 'avi':
      return aviFilm(source);
    default:
      return undefined;
  }
}

type Magic = 'flac' | 'ogg' | 'mp4' | 'wav' | 'avi' | 'matroska' | 'id3';

function magicOf(head: Buffer): Magic | undefined {
  const first = fourAt(head, 0);
  if (first.startsWith('ID3')) return 'id3';
  if (first === 'fLaC') return 'flac';
  if (first === 'OggS') return 'ogg';
  if (first === '\x1a\x45\xdf\xa3') return 'matroska';
  if (fourAt(head, 4) === 'ftyp') return 'mp4';
  const kind = first === 'RIFF' ? fourAt(head, 8) : '';
  return kind === 'WAVE' ? 'wav' : kind === 'AVI ' ? 'avi' : undefined;
}

function isMpegBehindTag(source: ByteSource): boolean {
  const end = id3v2Header(source)?.end ?? 0;
  return isMpeg(source.read(end, end + 4));
}

/** A sync word with a layer: without one it is AAC. */
function isMpeg(bytes: Buffer): boolean {
  const second = bytes[1] ?? 0;
  return bytes[0] === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0;
}
