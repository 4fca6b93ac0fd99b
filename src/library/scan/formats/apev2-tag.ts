import { uint32LeAt, type ByteSource } from '#library/scan/formats/byte-source';
import { genreNames } from '#library/scan/formats/genre-names';
import { ID3V1_BYTES } from '#library/scan/formats/id3v1-tag';
import { TagFields, type TagField } from '#library/scan/formats/tag-fields';

const FOOTER_BYTES = 32;
const MOST_ITEMS = 200;
const LONGEST_TAG_BYTES = 32 * 1024 * 1024;
const LONGEST_KEY_BYTES = 255;
const LONGEST_TEXT_BYTES = 8_192;
const KIND_OF_ITEM = 6;

const FIELDS: Readonly<Record<string, TagField>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  'album artist': 'albumArtist',
  albumartist: 'albumArtist',
  genre: 'genre',
  year: 'date',
  track: 'track',
  disc: 'disc',
  compilation: 'compilation',
  titlesort: 'titleSort',
  artistsort: 'artistSort',
  albumsort: 'albumSort',
  albumartistsort: 'albumArtistSort',
  replaygain_track_gain: 'trackGain',
  replaygain_track_peak: 'trackPeak',
  replaygain_album_gain: 'albumGain',
  replaygain_album_peak: 'albumPeak',
};

export interface ApeTag {
  readonly fields: TagFields;
  readonly hasPicture: boolean;
}

/** The APEv2 tag at the end of a file, before an ID3v1 tag if there is one; undefined when there is none. */
export function apev2Tag(source: ByteSource, tail: Buffer): ApeTag | undefined {
  for (const behind of [0, ID3V1_BYTES]) {
    const at = tail.length - behind - FOOTER_BYTES;
    if (at < 0 || tail.toString('latin1', at, at + 8) !== 'APETAGEX') continue;
    const size = uint32LeAt(tail, at + 12);
    const end = source.sizeBytes - behind - FOOTER_BYTES;
    const start = end + FOOTER_BYTES - size;
    if (size < FOOTER_BYTES || size > LONGEST_TAG_BYTES || start < 0) continue;
    return itemsOf(source, start, end);
  }
  return undefined;
}

function itemsOf(source: ByteSource, start: number, end: number): ApeTag {
  const fields = new TagFields();
  let hasPicture = false;
  let at = start;
  for (let count = 0; count < MOST_ITEMS && at + 10 < end; count += 1) {
    const head = source.read(at, Math.min(end, at + 8 + LONGEST_KEY_BYTES + 1));
    const nul = head.indexOf(0, 8);
    if (nul < 0) break;
    const size = uint32LeAt(head, 0);
    const isText = (uint32LeAt(head, 4) & KIND_OF_ITEM) === 0;
    const key = head.toString('latin1', 8, nul).toLowerCase();
    const from = at + nul + 1;
    if (from + size > end) break;
    const field = FIELDS[key];
    if (key.startsWith('cover art')) hasPicture = true;
    else if (field !== undefined && isText)
      take(fields, field, source.read(from, from + Math.min(size, LONGEST_TEXT_BYTES)));
    at = from + size;
  }
  return { fields, hasPicture };
}

function take(fields: TagFields, field: TagField, bytes: Buffer): void {
  const values = bytes.toString('utf8').split('\0');
  for (const value of field === 'genre' ? values.flatMap(genreNames) : values) fields.addText(field, value);
}
