import type { ByteSource } from '#library/scan/formats/byte-source';
import { genreNames } from '#library/scan/formats/genre-names';
import { id3Texts, id3UserText } from '#library/scan/formats/id3-text';
import { id3v2Frames, type Id3v2Frame, type Id3v2Header } from '#library/scan/formats/id3v2-frames';
import { endOfLook } from '#library/scan/formats/mpeg-length';
import { TagFields, type TagField } from '#library/scan/formats/tag-fields';
import type { PictureSpot } from '#library/ports';

export interface Id3v2Tag {
  readonly fields: TagFields;
  readonly hasPicture: boolean;
  /** Where the best picture's own bytes lie, unless they have to be made up first. */
  readonly picture: PictureSpot | undefined;
  /** All frames were looked at; else a quick look ended at a picture. */
  readonly isWhole: boolean;
}

const LONGEST_TEXT_BYTES = 8_192;

const FIELDS: Readonly<Record<string, TagField>> = {
  TIT2: 'title',
  TPE1: 'artist',
  TALB: 'album',
  TPE2: 'albumArtist',
  TRCK: 'track',
  TPOS: 'disc',
  TDRC: 'date',
  TYER: 'date',
  TDRL: 'date',
  TCMP: 'compilation',
  TSOT: 'titleSort',
  TSOP: 'artistSort',
  TSOA: 'albumSort',
  TSO2: 'albumArtistSort',
};

const USER_FIELDS: Readonly<Record<string, TagField>> = {
  'album artist': 'albumArtist',
  albumartist: 'albumArtist',
  replaygain_track_gain: 'trackGain',
  replaygain_track_peak: 'trackPeak',
  replaygain_album_gain: 'albumGain',
  replaygain_album_peak: 'albumPeak',
};

/** What a quick look must have found before it ends at a picture: the rest seldom stands behind one. */
const ENOUGH: readonly TagField[] = ['title', 'artist', 'album', 'track'];

const LONGEST_PICTURE_TO_READ = 8_192;
const LONGEST_PADDING_TO_READ = 8_192;

/** `isQuick`: nothing behind a picture is read as long as the main fields stand before it. */
export function id3v2Tag(source: ByteSource, header: Id3v2Header, isQuick: boolean): Id3v2Tag {
  const fields = new TagFields();
  const spare = new TagFields();
  let best: Picture | undefined;
  let hasPicture = false;
  for (const frame of id3v2Frames(source, header)) {
    if (frame.id !== 'APIC') {
      take(frame, fields, spare);
      continue;
    }
    hasPicture = true;
    const picture = pictureIn(frame, header.version);
    if (picture && (best === undefined || (picture.isFront && !best.isFront))) best = picture;
    // What is unsynchronised as a whole has to be read to be stepped over.
    const isCostly = frame.start === undefined && frame.size > LONGEST_PICTURE_TO_READ;
    if ((isQuick || isCostly) && ENOUGH.every((field) => fields.has(field))) {
      fields.fillFrom(spare);
      return { fields, hasPicture, picture: best?.spot, isWhole: false };
    }
    readToSound(source, header, frame);
  }
  fields.fillFrom(spare);
  return { fields, hasPicture, picture: best?.spot, isWhole: true };
}

/** The rest of the tag and the sound are mostly neighbours: to a stick, one read is half of two. */
function readToSound(source: ByteSource, header: Id3v2Header, { start, size }: Id3v2Frame): void {
  if (start === undefined || header.end - (start + size) > LONGEST_PADDING_TO_READ) return;
  source.read(start + size, endOfLook(header.end));
}

function take(frame: Id3v2Frame, fields: TagFields, spare: TagFields): void {
  if (frame.id === 'TXXX') {
    const { name, values } = id3UserText(frame.body(LONGEST_TEXT_BYTES) ?? Buffer.alloc(0));
    const field = USER_FIELDS[name];
    // What has a frame of its own counts more than what a tagger added.
    if (field !== undefined) spare.add(field, values);
    return;
  }
  if (frame.id === 'TCON') {
    const texts = id3Texts(frame.body(LONGEST_TEXT_BYTES) ?? Buffer.alloc(0));
    fields.add(
      'genre',
      texts.flatMap(({ text, isLegacy }) => genreNames(text).map((name) => ({ text: name, isLegacy }))),
    );
    return;
  }
  const field = FIELDS[frame.id];
  if (field === undefined || fields.has(field)) return;
  const body = frame.body(LONGEST_TEXT_BYTES);
  if (body !== undefined) fields.add(field, id3Texts(body));
}

interface Picture {
  readonly isFront: boolean;
  readonly spot: PictureSpot | undefined;
}

const PICTURE_HEAD_BYTES = 200;
const FRONT_COVER = 3;

/** Encoding, kind of image (three letters in 2.2), kind of picture, description, then the image itself. */
function pictureIn(frame: Id3v2Frame, version: 2 | 3 | 4): Picture | undefined {
  const head = frame.body(PICTURE_HEAD_BYTES);
  if (head === undefined) return undefined;
  const typeAt = version === 2 ? 4 : head.indexOf(0, 1) + 1;
  if (typeAt <= 0 || typeAt >= head.length) return undefined;
  const isWide = head[0] === 1 || head[0] === 2;
  const imageAt = endOfText(head, typeAt + 1, isWide);
  const isFront = head[typeAt] === FRONT_COVER;
  if (frame.start === undefined || imageAt === undefined || imageAt >= frame.size) return { isFront, spot: undefined };
  return { isFront, spot: { start: frame.start + imageAt, bytes: frame.size - imageAt } };
}

function endOfText(bytes: Buffer, from: number, isWide: boolean): number | undefined {
  const step = isWide ? 2 : 1;
  for (let at = from; at + step <= bytes.length; at += step) {
    if (bytes[at] === 0 && (!isWide || bytes[at + 1] === 0)) return at + step;
  }
  return undefined;
}
