import type { AudioTags, LegacyTexts, ResolvedNames, ScanStore } from '#library/ports';
import type { VolumeId } from '#contract/entities/ids';
import { cleanText } from '#library/scan/clean-tag';
import type { CharsetDetector } from '#library/scan/scan-ports';

const WESTERN = 'windows-1252';
const CENTRAL_EUROPEAN = 'windows-1250';

/** Of the letters of a Latin script few lie beyond ASCII; of all others nearly all do. */
const LEAST_SHARE_OF_OTHER_SCRIPTS = 0.35;
/** Fewer bytes prove nothing. */
const LEAST_BYTES = 3;

const LATIN_SCRIPTS = [WESTERN, CENTRAL_EUROPEAN, 'windows-1254'];
const OTHER_SCRIPTS = [
  ...['windows-1251', 'koi8-r', 'shift_jis', 'gb18030', 'big5', 'euc-kr', 'euc-jp'],
  ...['windows-1253', 'windows-1255'],
];

/** Letters of the West that no Central European language writes, as bytes of both code pages: À Ã Å Ç. */
const WESTERN_ONLY = bytesOf('c0c3c5c7e0e3e5e7');
/** Central European letters where the Western code page has signs, or letters that hardly anybody uses. */
const CENTRAL = bytesOf('8a8c8d8e8f9a9c9d9e9fa3a5afb3b9bcbebf');
/** The same, where the Western code page has letters. */
const EITHER = bytesOf('c8ccd2d8e6e8eaecf1f2f5f8f9fb');
const LEAST_EITHER = 2;

/** Decides what the texts of unknown code page mean, over all songs of a folder: a title alone is too short to tell. */
export async function resolveNames(
  store: Pick<ScanStore, 'legacySongs' | 'saveNames'>,
  detector: CharsetDetector,
  volumeId: VolumeId,
): Promise<boolean> {
  const songs = store.legacySongs(volumeId);
  if (songs.length === 0) return false;
  const resolved: ResolvedNames[] = [];
  for (const folder of Map.groupBy(songs, (song) => song.folderId).values()) {
    // Each text once: an artist that stands in every song says no more than one.
    const texts = new Set(folder.flatMap(({ legacy }) => Object.values(legacy)));
    const charset = await charsetOf(texts, detector);
    for (const { id, legacy } of folder) resolved.push({ id, charset, names: decoded(legacy, charset) });
  }
  store.saveNames(volumeId, resolved);
  return true;
}

/** Tags that were read again, with what was decided before. */
export function withCharset(tags: AudioTags, charset: string | undefined): AudioTags {
  if (tags.legacy === undefined || charset === undefined) return tags;
  const { genre, ...names } = decoded(tags.legacy, charset);
  return { ...tags, ...names, ...(genre !== undefined && { genres: genre.split('; ') }), charset };
}

/** `texts` belong together, a character for each byte. */
export async function charsetOf(texts: Iterable<string>, detector: CharsetDetector): Promise<string> {
  const bytes = Buffer.from([...texts].join('\n'), 'latin1');
  const high = bytes.filter((byte) => byte >= 0x80).length;
  if (high < LEAST_BYTES) return WESTERN;
  const letters = bytes.filter((byte) => byte >= 0x80 || isAsciiLetter(byte)).length;
  if (high / letters >= LEAST_SHARE_OF_OTHER_SCRIPTS) {
    return (await detector.detect(bytes, OTHER_SCRIPTS)) ?? WESTERN;
  }
  const found = (await detector.detect(bytes, LATIN_SCRIPTS)) ?? WESTERN;
  return found === CENTRAL_EUROPEAN && !isCentralEuropean(bytes) ? WESTERN : found;
}

/** A detector has little to go by in names; what would look odd in the West must be there. */
function isCentralEuropean(bytes: Buffer): boolean {
  if (bytes.some((byte) => WESTERN_ONLY.has(byte))) return false;
  return bytes.some((byte) => CENTRAL.has(byte)) || bytes.filter((byte) => EITHER.has(byte)).length >= LEAST_EITHER;
}

function decoded(legacy: LegacyTexts, charset: string): LegacyTexts {
  const decoder = new TextDecoder(charset);
  const names = Object.entries(legacy).flatMap(([name, text]) => {
    const shown = cleanText(decoder.decode(Buffer.from(text, 'latin1')));
    return shown === undefined ? [] : [[name, shown] as const];
  });
  return Object.fromEntries(names);
}

function isAsciiLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function bytesOf(hex: string): ReadonlySet<number> {
  return new Set(Buffer.from(hex, 'hex'));
}
