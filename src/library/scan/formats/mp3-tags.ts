import type { AudioTags } from '#library/ports';
import { countOf, durationMsOf } from '#library/scan/clean-tag';
import { apev2Tag } from '#library/scan/formats/apev2-tag';
import type { ByteSource } from '#library/scan/formats/byte-source';
import { id3v1Tag } from '#library/scan/formats/id3v1-tag';
import { id3v2Header } from '#library/scan/formats/id3v2-frames';
import { id3v2Tag, type Id3v2Tag } from '#library/scan/formats/id3v2-tag';
import { endOfLook, mpegSound, mpegSoundAt } from '#library/scan/formats/mpeg-length';
import { TagFields, tagsOf } from '#library/scan/formats/tag-fields';

/** `head`: what stands near the beginning, at once; `whole`: all of the tags, and the sound behind them. */
export type Look = 'head' | 'whole';

/** The first look goes no further for the sound: what lies here has been read already. */
const NEAR_BYTES = 4_096;
const TAIL_BYTES = 1_024;
const MOST_TAGS = 4;

/** An MP3 file, by its bytes; undefined for what is none, or is damaged in a way that others may understand. */
export function mp3Tags(source: ByteSource, look: Look): AudioTags | undefined {
  const front = frontTags(source, look === 'head');
  if (front === undefined) return undefined;
  const { fields } = front;
  const tail = fields.has('title') && fields.has('artist') ? false : takeTail(source, fields);
  const tags = { ...tagsOf(fields), hasPicture: front.hasPicture || tail, picture: front.picture };
  if (look === 'head' && endOfLook(front.soundAt) > NEAR_BYTES) return { ...tags, codec: 'MP3', lengthIs: 'unread' };

  const sound = look === 'head' ? mpegSoundAt(source, front.soundAt) : mpegSound(source, front.soundAt);
  // Junk before the sound is worth a second look where there are names; else others may know what this is.
  if (sound === undefined && look === 'head' && fields.has('title'))
    return { ...tags, codec: 'MP3', lengthIs: 'unread' };
  if (sound === undefined) return undefined;
  const { first, seconds, bitrateKbps, isGuessed } = sound;
  return {
    ...tags,
    durationMs: durationMsOf(seconds),
    codec: `MPEG ${first.version} Layer ${first.layer}`,
    bitrate: countOf(bitrateKbps * 1_000),
    sampleRate: first.sampleRateHz,
    ...(isGuessed && { lengthIs: 'guessed' as const }),
  };
}

/** Where the sound of an MP3 begins, as far as the tags before it say so. */
export function mp3SoundStart(source: ByteSource): number {
  let at = 0;
  for (let count = 0; count < MOST_TAGS; count += 1) {
    const header = id3v2Header(source, at);
    if (header === undefined) break;
    at = header.end;
  }
  return at;
}

type FrontTags = Omit<Id3v2Tag, 'fields'> & { readonly fields: TagFields; readonly soundAt: number };

/** Undefined where a tag is cut short. Some files have two tags, one behind the other. */
function frontTags(source: ByteSource, isQuick: boolean): FrontTags | undefined {
  let found: FrontTags = { fields: new TagFields(), hasPicture: false, picture: undefined, isWhole: true, soundAt: 0 };
  for (let count = 0; count < MOST_TAGS; count += 1) {
    const isLookedAt = count === 0 || !isQuick || !found.fields.has('title');
    const header = isLookedAt ? id3v2Header(source, found.soundAt) : undefined;
    if (header === undefined) break;
    if (header.end > source.sizeBytes) return undefined;
    const tag = id3v2Tag(source, header, isQuick);
    found.fields.fillFrom(tag.fields);
    found = {
      fields: found.fields,
      hasPicture: found.hasPicture || tag.hasPicture,
      picture: found.picture ?? tag.picture,
      isWhole: found.isWhole && tag.isWhole,
      soundAt: header.end,
    };
  }
  return found;
}

/** Fills in what stands at the end; true where a picture is there. */
function takeTail(source: ByteSource, fields: TagFields): boolean {
  const tail = source.read(Math.max(0, source.sizeBytes - TAIL_BYTES), source.sizeBytes);
  const ape = apev2Tag(source, tail);
  if (ape) fields.fillFrom(ape.fields);
  const v1 = id3v1Tag(tail);
  if (v1) fields.fillFrom(v1);
  return ape?.hasPicture ?? false;
}
