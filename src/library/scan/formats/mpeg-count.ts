import type { ByteSource } from '#library/scan/formats/byte-source';
import {
  findMpegFrame,
  isSameStream,
  mpegFrameAt,
  MPEG_HEADER_BYTES,
  type MpegFrame,
} from '#library/scan/formats/mpeg-frame';

const PLACES = 8;
const PLACE_BYTES = 4_096;
const CHUNK_BYTES = 256 * 1024;
const FRAMES_TO_BELIEVE = 3;
/** Bytes that are no frame, between frames; behind more of them the song is taken to be over. */
const MOST_JUNK_BYTES = 256 * 1024;

/**
 * True when frames at a few places over the whole song have the same bitrate as the first: then its length follows from
 * its size.
 */
export function isConstantBitrate(source: ByteSource, start: number): boolean {
  const rates = new Set<number>();
  for (let place = 0; place < PLACES; place += 1) {
    const from = start + Math.floor(((source.sizeBytes - start) * place) / PLACES);
    const bytes = source.read(from, from + PLACE_BYTES);
    let at = findMpegFrame(bytes, 0, 1);
    if (at === undefined) return false;
    for (let frame = mpegFrameAt(bytes, at); frame !== undefined; frame = mpegFrameAt(bytes, at)) {
      rates.add(frame.bitrateKbps);
      at += frame.bytes;
    }
    if (rates.size > 1) return false;
  }
  return rates.size === 1;
}

/** Counts all frames from `start` on; a step per chunk that was read, so that others come in between. Gives seconds. */
export function* countMpegFrames(source: ByteSource, start: number): Generator<void, number | undefined> {
  let first: MpegFrame | undefined;
  let [samples, at, junkBytes] = [0, start, 0];
  while (at < source.sizeBytes && junkBytes < MOST_JUNK_BYTES) {
    const chunk = source.read(at, at + CHUNK_BYTES);
    let inside = 0;
    while (inside + MPEG_HEADER_BYTES <= chunk.length) {
      const frame = mpegFrameAt(chunk, inside);
      if (frame !== undefined && (first === undefined || isSameStream(first, frame))) {
        first ??= frame;
        samples += frame.samples;
        inside += frame.bytes;
        continue;
      }
      const next = findMpegFrame(chunk, inside + 1, FRAMES_TO_BELIEVE) ?? chunk.length;
      junkBytes += next - inside;
      inside = next;
    }
    // The last header may be cut by the end of the chunk; the next chunk begins with it.
    at += Math.max(inside, 1);
    yield;
    if (chunk.length < CHUNK_BYTES) break;
  }
  return first === undefined ? undefined : samples / first.sampleRateHz;
}
