import { genreOf } from '#library/scan/formats/genre-names';
import { latinText } from '#library/scan/formats/id3-text';
import { TagFields, type TagField } from '#library/scan/formats/tag-fields';

export const ID3V1_BYTES = 128;

const TEXTS: readonly (readonly [TagField, number, number])[] = [
  ['title', 3, 33],
  ['artist', 33, 63],
  ['album', 63, 93],
  ['date', 93, 97],
];

/** The last 128 bytes of a file (ID3v1, and 1.1 with its track number); undefined when they are no tag. */
export function id3v1Tag(end: Buffer): TagFields | undefined {
  if (end.length < ID3V1_BYTES) return undefined;
  const tag = end.subarray(end.length - ID3V1_BYTES);
  if (tag.toString('latin1', 0, 3) !== 'TAG') return undefined;
  const fields = new TagFields();
  for (const [field, start, stop] of TEXTS) {
    const bytes = tag.subarray(start, stop);
    const nul = bytes.indexOf(0);
    const { text, isLegacy } = latinText(nul < 0 ? bytes : bytes.subarray(0, nul));
    fields.add(field, [{ text: text.trim(), isLegacy }]);
  }
  if (tag[125] === 0 && tag[126] !== 0) fields.addText('track', String(tag[126]));
  const genre = genreOf(tag.readUInt8(127));
  if (genre !== undefined) fields.addText('genre', genre);
  return fields;
}
