import { uint32At, type ByteSource } from '#library/scan/formats/byte-source';
import { findMpegFrame, isSameStream, mpegFrameAt, type MpegFrame } from '#library/scan/formats/mpeg-frame';

export interface MpegSound {
  readonly first: MpegFrame;
  readonly seconds: number;
  /** Of the whole song. */
  readonly bitrateKbps: number;
  /** No header says how many frames there are: the length is right only if all have the bitrate of the first few. */
  readonly isGuessed: boolean;
}

const BLOCK_BYTES = 4_096;
/** Two frames of the highest bitrate, or one and the header of a third. */
const LEAST_LOOK_BYTES = 1_500;
const LOOK_BYTES = BLOCK_BYTES;
/** Junk between tag and sound; what has more is left to others. */
const MOST_JUNK_BYTES = 64 * 1024;
const FRAMES_TO_BELIEVE = 3;
const FRAMES_TO_BELIEVE_AT_ONCE = 1;

/** The sound that begins at `start` and not behind it, in one look. */
export function mpegSoundAt(source: ByteSource, start: number): MpegSound | undefined {
  const head = source.read(start, endOfLook(start));
  return isFollowedAt(head, 0) ? soundAt(source, head, 0, start) : undefined;
}

/** The sound that begins at `start`, or a little behind. */
export function mpegSound(source: ByteSource, start: number): MpegSound | undefined {
  const found = mpegSoundAt(source, start);
  if (found !== undefined) return found;
  let look = source.read(start, start + 1);
  for (let from = start; from < start + MOST_JUNK_BYTES && look.length > 0; from += LOOK_BYTES) {
    look = source.read(from, from + LOOK_BYTES * 2);
    const found = findMpegFrame(look, 0, FRAMES_TO_BELIEVE);
    if (found !== undefined) return soundAt(source, look, found, from + found);
  }
  return undefined;
}

/** No block more than it takes: a system that sees two in a row reads many more ahead. */
export function endOfLook(start: number): number {
  const end = Math.ceil((start + 1) / BLOCK_BYTES) * BLOCK_BYTES;
  return end - start >= LEAST_LOOK_BYTES ? end : end + BLOCK_BYTES;
}

function isFollowedAt(head: Buffer, at: number): boolean {
  return findMpegFrame(head.subarray(0, head.length), at, FRAMES_TO_BELIEVE_AT_ONCE) === at;
}

function soundAt(source: ByteSource, look: Buffer, at: number, position: number): MpegSound | undefined {
  const first = mpegFrameAt(look, at);
  if (first === undefined) return undefined;
  const soundBytes = source.sizeBytes - position;
  const told = toldByHeader(look.subarray(at), first);
  if (told !== undefined) {
    const seconds = Math.max(0, told.frames * first.samples - told.skipped) / first.sampleRateHz;
    if (seconds <= 0) return undefined;
    const bytes = Math.min(told.bytes ?? soundBytes, soundBytes);
    return { first, seconds, bitrateKbps: Math.round((bytes * 8) / seconds / 1_000), isGuessed: false };
  }
  const bitrateKbps = averageBitrate(look, at, first);
  return { first, seconds: (soundBytes * 8) / (bitrateKbps * 1_000), bitrateKbps, isGuessed: true };
}

/** Of the frames in sight. */
function averageBitrate(look: Buffer, start: number, first: MpegFrame): number {
  let [at, bytes, seconds] = [start, 0, 0];
  for (let frame: MpegFrame | undefined = first; frame && isSameStream(first, frame); frame = mpegFrameAt(look, at)) {
    bytes += (frame.bitrateKbps * frame.samples) / frame.sampleRateHz;
    seconds += frame.samples / frame.sampleRateHz;
    at += frame.bytes;
  }
  return seconds === 0 ? first.bitrateKbps : bytes / seconds;
}

interface Told {
  readonly frames: number;
  readonly bytes: number | undefined;
  /** Samples that the encoder added before and behind. */
  readonly skipped: number;
}

const HAS_FRAMES = 1;
const HAS_BYTES = 2;
const HAS_SEEK_TABLE = 4;
const HAS_QUALITY = 8;
const VBRI_AT = 36;

/** The header frame of Xing and LAME (`Xing`, `Info`), or of Fraunhofer (`VBRI`). */
function toldByHeader(frame: Buffer, first: MpegFrame): Told | undefined {
  const side = first.version === 1 ? (first.isMono ? 17 : 32) : first.isMono ? 9 : 17;
  // With a checksum, two bytes stand between header and side information; some encoders count them, some do not.
  for (const at of [4 + side, 6 + side]) {
    const name = frame.toString('latin1', at, at + 4);
    if (name === 'Xing' || name === 'Info') return xing(frame, at);
  }
  if (frame.toString('latin1', VBRI_AT, VBRI_AT + 4) !== 'VBRI') return undefined;
  const frames = uint32At(frame, VBRI_AT + 14);
  return frames === 0 ? undefined : { frames, bytes: uint32At(frame, VBRI_AT + 10), skipped: 0 };
}

function xing(frame: Buffer, start: number): Told | undefined {
  const flags = uint32At(frame, start + 4);
  if ((flags & HAS_FRAMES) === 0) return undefined;
  const frames = uint32At(frame, start + 8);
  if (frames === 0) return undefined;
  const bytes = (flags & HAS_BYTES) === 0 ? undefined : uint32At(frame, start + 12);
  const lame =
    start +
    8 +
    (flags & HAS_FRAMES ? 4 : 0) +
    (flags & HAS_BYTES ? 4 : 0) +
    (flags & HAS_SEEK_TABLE ? 100 : 0) +
    (flags & HAS_QUALITY ? 4 : 0);
  return { frames, bytes: bytes === 0 ? undefined : bytes, skipped: lameSkip(frame, lame) };
}

/** Delay and padding, 12 bits each (gabriel.mp3-tech.org/mp3infotag.html). */
function lameSkip(frame: Buffer, at: number): number {
  if (!/^(?:LAME|Lavc|Lavf)/u.test(frame.toString('latin1', at, at + 4))) return 0;
  const [high, middle, low] = [frame[at + 21] ?? 0, frame[at + 22] ?? 0, frame[at + 23] ?? 0];
  return (high << 4) + (middle >> 4) + ((middle & 15) << 8) + low;
}
