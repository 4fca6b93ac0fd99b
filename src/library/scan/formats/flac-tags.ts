import type { AudioTags, PictureSpot } from '#library/ports';
import { countOf, durationMsOf } from '#library/scan/clean-tag';
import { uint32At, type ByteSource } from '#library/scan/formats/byte-source';
import { tagsOf } from '#library/scan/formats/tag-fields';
import { vorbisComments, type VorbisComments } from '#library/scan/formats/vorbis-comments';

const MAGIC_BYTES = 4;
const MOST_BLOCKS = 128;
const STREAM_INFO = 0;
const COMMENTS = 4;
const PICTURE = 6;
const FRONT_COVER = 3;

/** A FLAC file by the headers of its metadata blocks (RFC 9639, section 8); undefined where it has no stream information. */
export function flacTags(source: ByteSource): AudioTags | undefined {
  let info: StreamInfo | undefined;
  let comments: VorbisComments | undefined;
  let picture: (PictureSpot & { readonly type: number }) | undefined;
  let hasPicture = false;
  let at = MAGIC_BYTES;
  for (let count = 0; count < MOST_BLOCKS; count += 1) {
    const header = source.read(at, at + 4);
    if (header.length < 4) return undefined;
    const type = header.readUInt8(0) & 0x7f;
    const start = at + 4;
    const end = start + header.readUIntBE(1, 3);
    if (end > source.sizeBytes) return undefined;
    if (type === STREAM_INFO) info = streamInfo(source.read(start, end));
    if (type === COMMENTS) comments = vorbisComments(source, start, end);
    if (type === PICTURE) {
      hasPicture = true;
      const found = pictureIn(source, start, end);
      if (found && (picture === undefined || found.type === FRONT_COVER)) picture = found;
    }
    // Behind names and a picture only padding is to be expected, at a place of its own.
    const hasAll = comments !== undefined && picture?.type === FRONT_COVER;
    if (hasAll || (header.readUInt8(0) & 0x80) !== 0) break;
    at = end;
  }
  if (info === undefined) return undefined;
  const seconds = info.samples / info.sampleRateHz;
  return {
    ...(comments && tagsOf(comments.fields)),
    durationMs: durationMsOf(seconds),
    hasPicture: hasPicture || (comments?.hasPicture ?? false),
    picture: picture && { start: picture.start, bytes: picture.bytes },
    codec: 'FLAC',
    bitrate: countOf((source.sizeBytes * 8) / seconds),
    sampleRate: info.sampleRateHz,
  };
}

interface StreamInfo {
  readonly sampleRateHz: number;
  readonly samples: number;
}

const STREAM_INFO_BYTES = 34;

/** 20 bits of sample rate and 36 of samples, behind 80 of block and frame sizes. */
function streamInfo(block: Buffer): StreamInfo | undefined {
  if (block.length < STREAM_INFO_BYTES) return undefined;
  const sampleRateHz = block.readUIntBE(10, 3) >> 4;
  const samples = (block.readUInt8(13) & 15) * 2 ** 32 + block.readUInt32BE(14);
  return sampleRateHz === 0 || samples === 0 ? undefined : { sampleRateHz, samples };
}

const LONGEST_PICTURE_HEAD = 512;

/** Type, media type, description, four numbers, then the image. */
function pictureIn(
  source: ByteSource,
  start: number,
  end: number,
): (PictureSpot & { readonly type: number }) | undefined {
  const head = source.read(start, Math.min(end, start + LONGEST_PICTURE_HEAD));
  const descriptionAt = 8 + uint32At(head, 4);
  const sizeAt = descriptionAt + 4 + uint32At(head, descriptionAt) + 16;
  const bytes = uint32At(head, sizeAt);
  const imageAt = start + sizeAt + 4;
  return bytes > 0 && imageAt + bytes <= end ? { type: uint32At(head, 0), start: imageAt, bytes } : undefined;
}
