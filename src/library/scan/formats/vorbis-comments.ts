import { uint32LeAt, type ByteSource } from '#library/scan/formats/byte-source';
import { TagFields, type TagField } from '#library/scan/formats/tag-fields';

export interface VorbisComments {
  readonly fields: TagFields;
  readonly hasPicture: boolean;
}

const MOST_COMMENTS = 1_000;
const LONGEST_TEXT_BYTES = 8_192;
const LONGEST_KEY_BYTES = 64;

const FIELDS: Readonly<Record<string, TagField>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  albumartist: 'albumArtist',
  'album artist': 'albumArtist',
  genre: 'genre',
  date: 'date',
  year: 'date',
  tracknumber: 'track',
  discnumber: 'disc',
  compilation: 'compilation',
  titlesort: 'titleSort',
  artistsort: 'artistSort',
  albumsort: 'albumSort',
  albumartistsort: 'albumArtistSort',
  replaygain_track_gain: 'trackGain',
  replaygain_track_peak: 'trackPeak',
  replaygain_album_gain: 'albumGain',
  replaygain_album_peak: 'albumPeak',
  r128_track_gain: 'r128Track',
  r128_album_gain: 'r128Album',
};
const PICTURES: ReadonlySet<string> = new Set(['metadata_block_picture', 'coverart']);

/** Comments from `start` to `end` (xiph.org/vorbis/doc/v-comment.html): what is long is stepped over. */
export function vorbisComments(source: ByteSource, start: number, end: number): VorbisComments {
  const fields = new TagFields();
  let hasPicture = false;
  let at = start + 4 + uint32LeAt(source.read(start, start + 4), 0);
  const count = Math.min(MOST_COMMENTS, at + 4 <= end ? uint32LeAt(source.read(at, at + 4), 0) : 0);
  at += 4;
  for (let index = 0; index < count && at + 4 <= end; index += 1) {
    const length = uint32LeAt(source.read(at, at + 4), 0);
    const from = at + 4;
    if (from + length > end) break;
    const head = source.read(from, from + Math.min(length, LONGEST_KEY_BYTES));
    const equals = head.indexOf('=');
    const key = equals < 0 ? '' : head.toString('latin1', 0, equals).toLowerCase();
    const field = FIELDS[key];
    if (PICTURES.has(key)) hasPicture = true;
    else if (field !== undefined) {
      const text = source.read(from + equals + 1, from + Math.min(length, LONGEST_TEXT_BYTES));
      fields.addText(field, text.toString('utf8'));
    }
    at = from + length;
  }
  return { fields, hasPicture };
}
