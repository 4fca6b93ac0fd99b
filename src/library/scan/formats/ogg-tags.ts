import type { AudioTags } from '#library/ports';
import { countOf, durationMsOf } from '#library/scan/clean-tag';
import type { ByteSource } from '#library/scan/formats/byte-source';
import type { Look } from '#library/scan/formats/mp3-tags';
import { tagsOf } from '#library/scan/formats/tag-fields';
import { vorbisComments } from '#library/scan/formats/vorbis-comments';
import { OGG_TAIL_BYTES, oggSeconds } from '#library/scan/ogg-length';

const PAGE_HEADER_BYTES = 27;
const HEAD_BYTES = 512;
/** Most last pages are no longer; else the longest possible one is looked for. */
const SHORT_TAIL_BYTES = 8_192;

/** An Ogg file of one Vorbis or Opus stream (RFC 3533, RFC 7845); its length stands in its last page. */
export function oggTags(source: ByteSource, look: Look): AudioTags | undefined {
  const head = source.read(0, HEAD_BYTES);
  const stream = streamOf(head);
  if (stream === undefined) return undefined;
  const packet = new SecondPacket(source);
  if (packet.read(0, stream.mark.length).toString('latin1') !== stream.mark) return undefined;
  const { fields, hasPicture } = vorbisComments(packet, stream.mark.length, packet.sizeBytes);
  const tags = { ...tagsOf(fields), hasPicture, codec: stream.codec, sampleRate: stream.sampleRateHz };
  if (look === 'head') return { ...tags, lengthIs: 'unread' };
  const seconds = lengthOf(source, head);
  if (seconds === undefined) return undefined;
  return { ...tags, durationMs: durationMsOf(seconds), bitrate: countOf((source.sizeBytes * 8) / seconds) };
}

interface Stream {
  readonly codec: string;
  readonly mark: string;
  readonly sampleRateHz: number;
}

function streamOf(head: Buffer): Stream | undefined {
  const packet = head.subarray(PAGE_HEADER_BYTES + (head[26] ?? 0));
  if (packet.length < 19) return undefined;
  if (packet.toString('latin1', 0, 8) === 'OpusHead') return { codec: 'Opus', mark: 'OpusTags', sampleRateHz: 48_000 };
  if (packet.toString('latin1', 0, 7) !== '\x01vorbis') return undefined;
  const sampleRateHz = packet.readUInt32LE(12);
  return sampleRateHz === 0 ? undefined : { codec: 'Vorbis I', mark: '\x03vorbis', sampleRateHz };
}

function lengthOf(source: ByteSource, head: Buffer): number | undefined {
  const size = source.sizeBytes;
  const short = oggSeconds(head, source.read(Math.max(0, size - SHORT_TAIL_BYTES), size));
  return short ?? oggSeconds(head, source.read(Math.max(0, size - OGG_TAIL_BYTES), size));
}

const MOST_PAGES = 1_000;
const FULL_SEGMENT = 255;

interface Piece {
  /** In the packet, and in the file. */
  readonly at: number;
  readonly start: number;
  readonly bytes: number;
}

/** The bytes of the packet that begins on the second page, wherever its pages are; their headers are read as needed. */
class SecondPacket implements ByteSource {
  readonly #source: ByteSource;
  readonly #pieces: Piece[] = [];
  #nextPage: number;
  #pages = 0;
  #known = 0;
  #isComplete = false;

  constructor(source: ByteSource) {
    this.#source = source;
    const first = source.read(0, PAGE_HEADER_BYTES + 255);
    const segments = first.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + (first[26] ?? 0));
    this.#nextPage = PAGE_HEADER_BYTES + segments.length + segments.reduce((sum, size) => sum + size, 0);
  }

  /** Until all of it was seen, more than there can be. */
  get sizeBytes(): number {
    return this.#isComplete ? this.#known : this.#source.sizeBytes;
  }

  read(start: number, end: number): Buffer {
    while (this.#known < end && !this.#isComplete) this.#takePage();
    const parts = this.#pieces
      .filter((piece) => piece.at < end && piece.at + piece.bytes > start)
      .map((piece) => {
        const from = Math.max(0, start - piece.at);
        const until = Math.min(piece.bytes, end - piece.at);
        return this.#source.read(piece.start + from, piece.start + until);
      });
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  #takePage(): void {
    const header = this.#source.read(this.#nextPage, this.#nextPage + PAGE_HEADER_BYTES + 255);
    this.#pages += 1;
    if (this.#pages > MOST_PAGES || header.toString('latin1', 0, 4) !== 'OggS') {
      this.#isComplete = true;
      return;
    }
    const count = header[26] ?? 0;
    const segments = [...header.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + count)];
    const last = segments.findIndex((size) => size < FULL_SEGMENT);
    const bytes = segments.slice(0, last < 0 ? undefined : last + 1).reduce((sum, size) => sum + size, 0);
    const start = this.#nextPage + PAGE_HEADER_BYTES + count;
    this.#pieces.push({ at: this.#known, start, bytes });
    this.#known += bytes;
    this.#isComplete = last >= 0;
    this.#nextPage = start + segments.reduce((sum, size) => sum + size, 0);
  }
}
