const HEADER_BYTES = 7;
const SAMPLES_PER_FRAME = 1_024;
const RATES_HZ = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
/** So many frames must follow each other before they are believed. */
const FEWEST_FRAMES = 3;

/**
 * Seconds of raw AAC (ADTS, ISO 13818-7), reckoned from the frames of a few stretches of the file: it has no length of
 * its own, and counting all frames means reading all of it.
 */
export function adtsSeconds(samples: readonly Buffer[], soundBytes: number): number | undefined {
  const counted = samples.map(countFrames).filter(({ frames }) => frames >= FEWEST_FRAMES);
  const frames = counted.reduce((sum, one) => sum + one.frames, 0);
  const bytes = counted.reduce((sum, one) => sum + one.bytes, 0);
  const rateHz = counted[0]?.rateHz;
  if (rateHz === undefined || bytes === 0) return undefined;
  return ((soundBytes / bytes) * frames * SAMPLES_PER_FRAME) / rateHz;
}

interface Counted {
  readonly frames: number;
  readonly bytes: number;
  readonly rateHz: number | undefined;
}

/** The longest run of frames from the first place where one begins. */
function countFrames(sample: Buffer): Counted {
  for (let start = 0; start + HEADER_BYTES <= sample.length; start += 1) {
    let at = start;
    let frames = 0;
    for (let length = frameLength(sample, at); length > 0 && at + length <= sample.length;) {
      frames += 1;
      at += length;
      length = frameLength(sample, at);
    }
    if (frames >= FEWEST_FRAMES)
      return { frames, bytes: at - start, rateHz: RATES_HZ[(sample.readUInt8(start + 2) >> 2) & 15] };
  }
  return { frames: 0, bytes: 0, rateHz: undefined };
}

/** 0 where no frame begins. */
function frameLength(sample: Buffer, at: number): number {
  if (at + HEADER_BYTES > sample.length) return 0;
  if (sample[at] !== 0xff || (sample.readUInt8(at + 1) & 0xf6) !== 0xf0) return 0;
  const length = (sample.readUInt32BE(at + 3) >>> 13) & 0x1fff;
  return length > HEADER_BYTES ? length : 0;
}
