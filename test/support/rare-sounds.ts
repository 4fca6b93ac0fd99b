import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { canRun } from '#test/support/can-run';
import { id3Tag, textBody } from '#test/support/id3';
import { runFfmpeg } from '#test/support/seeds';

// Sounds that ffmpeg reads and does not write.

export interface RareTags {
  readonly title: string;
  readonly artist: string;
}

/** Debian's musepack-tools. */
export const CAN_WRITE_MUSEPACK = canRun('mpcenc', '--version');

const LIMIT_MS = 60_000;

/** A mono tone as Musepack SV8, by mpcenc. */
export async function writeMusepack(
  file: string,
  { title, artist, frequencyHz, seconds }: RareTags & { readonly frequencyHz: number; readonly seconds: number },
): Promise<void> {
  const tone = `aevalsrc=0.5*sin(2*PI*${String(frequencyHz)}*t):s=44100:d=${String(seconds)}`;
  await runFfmpeg(['-f', 'lavfi', '-i', tone, '-ac', '2', '-c:a', 'pcm_s16le', `${file}.wav`]);
  const words = ['--silent', '--overwrite', '--title', title, '--artist', artist, `${file}.wav`, file];
  await promisify(execFile)('mpcenc', words, { timeout: LIMIT_MS });
}

const DSD_RATE = 2_822_400;
const DSF_BLOCK_BYTES = 4_096;

/** A mono tone as one-bit sound in a DSF file (DSF File Format Specification 1.01), with an ID3v2 tag behind it. */
export function dsfSound({
  title,
  artist,
  frequencyHz,
  seconds,
}: RareTags & { readonly frequencyHz: number; readonly seconds: number }): Buffer {
  const sampleCount = DSD_RATE * seconds;
  const sound = Buffer.alloc(Math.ceil(sampleCount / 8 / DSF_BLOCK_BYTES) * DSF_BLOCK_BYTES, 0x69);
  // A sigma-delta modulator of the second order: what a bit gets wrong is made good by those behind it.
  let [first, second, bit] = [0, 0, 1];
  for (let at = 0; at < sampleCount; at += 1) {
    first += 0.4 * Math.sin((2 * Math.PI * frequencyHz * at) / DSD_RATE) - bit;
    second += first - 2 * bit;
    bit = second >= 0 ? 1 : -1;
    const byte = at >> 3;
    const mask = 1 << (at & 7);
    sound[byte] = bit > 0 ? (sound[byte] ?? 0) | mask : (sound[byte] ?? 0) & ~mask;
  }
  const tag = id3Tag([
    ['TIT2', textBody(title)],
    ['TPE1', textBody(artist)],
  ]);
  const tagAt = 28 + 52 + 12 + sound.length;
  return Buffer.concat([
    Buffer.concat([Buffer.from('DSD '), u64(28), u64(tagAt + tag.length), u64(tagAt)]),
    // Version 1, raw DSD, one channel: mono.
    Buffer.concat([Buffer.from('fmt '), u64(52), u32(1), u32(0), u32(1), u32(1), u32(DSD_RATE), u32(1)]),
    Buffer.concat([u64(sampleCount), u32(DSF_BLOCK_BYTES), u32(0)]),
    Buffer.concat([Buffer.from('data'), u64(12 + sound.length), sound]),
    tag,
  ]);
}

const APE_RATE = 44_100;
const APE_FRAME_SAMPLES = 73_728;
/** Of a frame: there is nothing but silence in it, on both channels. */
const APE_SILENCE = 3;

/**
 * Silence as Monkey's Audio 3.99: its frames say that they are silent, which needs no range coder. With an APEv2 tag
 * behind it. (ffmpeg's libavformat/ape.c and libavcodec/apedec.c)
 */
export function apeSound({ title, artist, seconds }: RareTags & { readonly seconds: number }): Buffer {
  const samples = APE_RATE * seconds;
  const frameCount = Math.ceil(samples / APE_FRAME_SAMPLES);
  // A checksum whose first bit says that flags follow; the words of a frame stand backwards.
  const frame = Buffer.concat([u32(0x8000_0000), u32(APE_SILENCE), Buffer.alloc(8)]);
  const soundAt = 52 + 24 + 4 * frameCount;
  const seekTable = Array.from({ length: frameCount }, (_none, index) => u32(soundAt + index * frame.length));
  return Buffer.concat([
    Buffer.concat([Buffer.from('MAC '), u16(3_990), u16(0), u32(52), u32(24), u32(4 * frameCount), u32(0)]),
    Buffer.concat([u32(frame.length * frameCount), u32(0), u32(0), Buffer.alloc(16)]),
    // Fast, with no WAVE header of its own.
    Buffer.concat([u16(1_000), u16(0x20), u32(APE_FRAME_SAMPLES), u32(samples - APE_FRAME_SAMPLES * (frameCount - 1))]),
    Buffer.concat([u32(frameCount), u16(16), u16(2), u32(APE_RATE)]),
    ...seekTable,
    ...Array.from({ length: frameCount }, () => frame),
    apev2Tag({ Title: title, Artist: artist }),
  ]);
}

/** With a footer alone (wiki.hydrogenaud.io, APEv2). */
function apev2Tag(texts: Readonly<Record<string, string>>): Buffer {
  const items = Object.entries(texts).map(([key, text]) => {
    const value = Buffer.from(text);
    return Buffer.concat([u32(value.length), u32(0), Buffer.from(`${key}\0`), value]);
  });
  const body = Buffer.concat(items);
  const footer = [u32(2_000), u32(body.length + 32), u32(items.length), u32(0), Buffer.alloc(8)];
  return Buffer.concat([body, Buffer.from('APETAGEX'), ...footer]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
