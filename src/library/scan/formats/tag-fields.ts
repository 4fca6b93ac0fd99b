import type { AudioTags } from '#library/ports';
import { cleanGenres, cleanText, numberOf, yearOf } from '#library/scan/clean-tag';

/** What the library keeps of a tag, whatever the tag calls it. */
export type TagField =
  | 'title'
  | 'artist'
  | 'album'
  | 'albumArtist'
  | 'genre'
  | 'date'
  | 'track'
  | 'disc'
  | 'compilation'
  | 'titleSort'
  | 'artistSort'
  | 'albumSort'
  | 'albumArtistSort'
  | 'trackGain'
  | 'trackPeak'
  | 'albumGain'
  | 'albumPeak'
  | 'r128Track'
  | 'r128Album';

/** `isLegacy`: it claims to be Latin-1, holds bytes beyond ASCII, and is no UTF-8; one character stands for one byte. */
export interface TagText {
  readonly text: string;
  readonly isLegacy: boolean;
}

const MOST_VALUES = 20;
const NAMES = ['title', 'artist', 'album', 'albumArtist', 'genre'] as const;

/** The texts of a tag, several values a field. */
export class TagFields {
  readonly #values = new Map<TagField, TagText[]>();

  add(field: TagField, values: readonly TagText[]): void {
    const filled = values.filter(({ text }) => text.trim() !== '');
    if (filled.length === 0) return;
    const before = this.#values.get(field) ?? [];
    this.#values.set(field, [...before, ...filled].slice(0, MOST_VALUES));
  }

  addText(field: TagField, text: string): void {
    this.add(field, [{ text, isLegacy: false }]);
  }

  has(field: TagField): boolean {
    return this.#values.has(field);
  }

  first(field: TagField): string | undefined {
    return this.#values.get(field)?.[0]?.text;
  }

  all(field: TagField): readonly TagText[] {
    return this.#values.get(field) ?? [];
  }

  /** Takes over what is missing here. */
  fillFrom(other: TagFields): void {
    for (const [field, values] of other.#values) if (!this.#values.has(field)) this.#values.set(field, values);
  }
}

/** The fields as tags of a song; its sound comes from elsewhere. */
export function tagsOf(fields: TagFields): AudioTags {
  return {
    title: cleanText(shown(fields, 'title')),
    artist: cleanText(shown(fields, 'artist')),
    album: cleanText(shown(fields, 'album')),
    albumArtist: cleanText(shown(fields, 'albumArtist')),
    genres: cleanGenres(fields.all('genre').map(western)),
    year: yearOf(fields.first('date')),
    trackNumber: numberOf(fields.first('track')),
    discNumber: numberOf(fields.first('disc')),
    isCompilation: /^\s*(?:1|true|yes)\s*$/iu.test(fields.first('compilation') ?? '') ? true : undefined,
    titleSort: cleanText(fields.first('titleSort')),
    artistSort: cleanText(fields.first('artistSort')),
    albumSort: cleanText(fields.first('albumSort')),
    albumArtistSort: cleanText(fields.first('albumArtistSort')),
    gainDb: decibels(fields.first('trackGain')) ?? ofR128(fields.first('r128Track')),
    peak: peakOf(fields.first('trackPeak')),
    albumGainDb: decibels(fields.first('albumGain')) ?? ofR128(fields.first('r128Album')),
    albumPeak: peakOf(fields.first('albumPeak')),
    legacy: legacyOf(fields),
  };
}

/** Several artists are one line: `A, B & C`. Of all else the first counts. */
function shown(fields: TagFields, field: TagField): string | undefined {
  const values = fields.all(field).map(western);
  if (field !== 'artist' && field !== 'albumArtist') return values[0];
  const last = values.at(-1);
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} & ${last ?? ''}`;
}

/** Until the others of the folder were seen, a text of unknown code page is taken for a Western one. */
function western({ text, isLegacy }: TagText): string {
  return isLegacy ? new TextDecoder('windows-1252').decode(Buffer.from(text, 'latin1')) : text;
}

function legacyOf(fields: TagFields): AudioTags['legacy'] {
  const found = NAMES.flatMap((name) => {
    const values = fields.all(name);
    return values.some(({ isLegacy }) => isLegacy) ? [[name, values.map(({ text }) => text).join('; ')] as const] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

const LOUDEST_DB = 51;

function decibels(text: string | undefined): number | undefined {
  const number = Number(/^\s*([+-]?\d{1,3}(?:\.\d{1,6})?)\s*(?:dB)?/iu.exec(text ?? '')?.[1] ?? Number.NaN);
  return Number.isFinite(number) && Math.abs(number) <= LOUDEST_DB ? number : undefined;
}

/** R128 tags (RFC 7845, section 5.2.1) are 256ths of a dB towards -23 LUFS, ReplayGain goes towards -18. */
const R128_TO_REPLAYGAIN_DB = 5;

function ofR128(text: string | undefined): number | undefined {
  const number = Number(/^\s*([+-]?\d{1,5})\s*$/u.exec(text ?? '')?.[1] ?? Number.NaN);
  const db = number / 256 + R128_TO_REPLAYGAIN_DB;
  return Number.isFinite(db) && Math.abs(db) <= LOUDEST_DB ? db : undefined;
}

/** Of sound that was cut from louder one a peak may be beyond 1; 0 is what taggers write who do not know it. */
function peakOf(text: string | undefined): number | undefined {
  const number = Number(/^\s*(\d{1,2}(?:\.\d{1,12})?)\s*$/u.exec(text ?? '')?.[1] ?? Number.NaN);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
