import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Recording {
  readonly sampleRate: number;
  /** The first channel, -1 to 1. */
  readonly samples: Float64Array;
}

const FLOAT = 3;
const HEADER_BYTES = 12;

/** All that a zone played, in the order of its WAV files (`--audio-output pcm:DIR`). */
export async function readRecordings(dir: string): Promise<Recording[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.wav')).toSorted();
  const files = await Promise.all(names.map((name) => readFile(join(dir, name))));
  return files.filter((file) => file.length > HEADER_BYTES).map(parseWav);
}

/** A WAV file that may still be growing: the length in its header is not looked at. */
function parseWav(file: Buffer): Recording {
  let offset = HEADER_BYTES;
  let format = { code: 1, channels: 1, sampleRate: 44_100, bits: 16 };
  while (offset + 8 <= file.length) {
    const id = file.toString('latin1', offset, offset + 4);
    const length = file.readUInt32LE(offset + 4);
    const body = offset + 8;
    if (id === 'data') return { sampleRate: format.sampleRate, samples: decode(file.subarray(body), format) };
    if (id === 'fmt ') {
      const code = file.readUInt16LE(body);
      format = {
        // An extensible header tells the real code in its first two bytes of the sub-format.
        code: code === 0xfffe ? file.readUInt16LE(body + 24) : code,
        channels: file.readUInt16LE(body + 2),
        sampleRate: file.readUInt32LE(body + 4),
        bits: file.readUInt16LE(body + 14),
      };
    }
    offset = body + length + (length % 2);
  }
  return { sampleRate: format.sampleRate, samples: new Float64Array() };
}

function decode(data: Buffer, format: { code: number; channels: number; bits: number }): Float64Array {
  const width = format.bits / 8;
  const frame = width * format.channels;
  const read = (at: number) => {
    if (format.code === FLOAT) return data.readFloatLE(at);
    return data.readIntLE(at, width) / 2 ** (format.bits - 1);
  };
  return Float64Array.from({ length: Math.floor(data.length / frame) }, (_none, index) => read(index * frame));
}

const WINDOW_S = 0.1;
const SILENCE = 0.01;

/** The tones one hears one after the other, in whole hertz; silence and what is no steady sine are left out. */
export function tonesOf({ sampleRate, samples }: Recording, toleranceHz = 8): number[] {
  const size = Math.round(sampleRate * WINDOW_S);
  const tones: number[] = [];
  let before = 0;
  for (let at = 0; at + size <= samples.length; at += size) {
    const tone = frequencyOfWindow(samples.subarray(at, at + size), sampleRate);
    const isSteady = Math.abs(tone - before) <= toleranceHz && tone > 0;
    if (isSteady && Math.abs((tones.at(-1) ?? 0) - tone) > toleranceHz * 2) tones.push(Math.round(tone));
    before = tone;
  }
  return tones;
}

/** By the zero crossings, the first and the last placed between samples. */
function frequencyOfWindow(window: Float64Array, sampleRate: number): number {
  let loudest = 0;
  let first: number | undefined;
  let last = 0;
  let crossings = 0;
  for (let index = 1; index < window.length; index += 1) {
    const [from = 0, to = 0] = [window[index - 1], window[index]];
    loudest = Math.max(loudest, Math.abs(to));
    if (from >= 0 || to < 0) continue;
    last = index - 1 + from / (from - to);
    first ??= last;
    crossings += 1;
  }
  if (loudest < SILENCE || first === undefined || crossings < 2) return 0;
  return ((crossings - 1) / (last - first)) * sampleRate;
}
