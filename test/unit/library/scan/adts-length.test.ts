import { expect, it } from 'vitest';

import { adtsSeconds } from '#library/scan/adts-length';

/** A frame at 44.1 kHz. */
function frame(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.set([0xff, 0xf1, 0x50, 0x80 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]);
  return bytes;
}

const frames = (count: number, length: number) => Buffer.concat(Array.from({ length: count }, () => frame(length)));

it('counts frames, and reckons the rest from their size', () => {
  expect(adtsSeconds([frames(10, 200)], 200 * 431)).toBeCloseTo((431 * 1024) / 44_100, 3);
});

it('takes stretches that begin and end within a frame', () => {
  const sample = frames(20, 300).subarray(100, 5_900);
  expect(adtsSeconds([frames(20, 300), sample], 300 * 100)).toBeCloseTo((100 * 1024) / 44_100, 3);
});

it('says nothing about what is no AAC', () => {
  expect(adtsSeconds([Buffer.alloc(500, 0xff)], 500)).toBeUndefined();
  expect(adtsSeconds([Buffer.alloc(0)], 0)).toBeUndefined();
});
