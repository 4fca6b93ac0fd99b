import { expect, it } from 'vitest';

import { sourceOf } from '#library/scan/formats/byte-source';
import { countMpegFrames, isConstantBitrate } from '#library/scan/formats/mpeg-count';
import { mpegFrames } from '#test/support/id3';

const VARYING = mpegFrames(3_000, [128, 128, 192, 320, 64]);

function count(bytes: Buffer, start = 0) {
  const steps = countMpegFrames(sourceOf(bytes), start);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const secondsOf = (frames: number) => (frames * 1_152) / 44_100;

it('tells a constant bitrate from a varying one', () => {
  expect(isConstantBitrate(sourceOf(mpegFrames(2_000)), 0)).toBe(true);
  expect(isConstantBitrate(sourceOf(VARYING), 0)).toBe(false);
});

it('counts every frame, over the borders of what is read at once', () => {
  expect(count(VARYING)).toBeCloseTo(secondsOf(3_000), 5);
});

it('goes on behind junk between frames, and is not misled by a tag at the end', () => {
  const bytes = Buffer.concat([
    mpegFrames(500),
    Buffer.alloc(700, 0x41),
    mpegFrames(500),
    Buffer.from('TAG'.padEnd(128, '\xff'), 'latin1'),
  ]);
  expect(count(bytes)).toBeCloseTo(secondsOf(1_000), 5);
});

it('ends with nothing where there are no frames', () => {
  expect(count(Buffer.alloc(2_000_000))).toBeUndefined();
  expect(count(Buffer.alloc(0))).toBeUndefined();
});
