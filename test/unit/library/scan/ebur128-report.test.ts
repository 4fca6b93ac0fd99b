import { expect, it } from 'vitest';

import { parseEbur128Report } from '#library/scan/ebur128-report';

const summary = (lufs: string, peak: string) => `Stream mapping:
  Stream #0:0 -> #0:0 (mp3 (mp3float) -> pcm_s16le (native))
[Parsed_ebur128_0 @ 0x55d0c8a4b1c0] Summary:

  Integrated loudness:
    I:         ${lufs} LUFS
    Threshold: -33.4 LUFS

  Loudness range:
    LRA:         4.1 LU
    Threshold: -43.4 LUFS
    LRA low:   -25.9 LUFS
    LRA high:  -21.8 LUFS

  Sample peak:
    Peak:       ${peak} dBFS
`;

it('finds the loudness of the whole and the highest sample, as ffmpeg says them', () => {
  const found = parseEbur128Report(summary('-23.2', '-6.0'));
  expect(found?.lufs).toBe(-23.2);
  expect(found?.peak).toBeCloseTo(0.501, 3);
  expect(parseEbur128Report(summary('-8.0', '0.6'))?.peak).toBeGreaterThan(1);
});

it('finds nothing in silence, and in other words', () => {
  expect(parseEbur128Report(summary('-70.0', '-inf'))).toBeUndefined();
  expect(parseEbur128Report(summary('-70.0', '-91.0'))).toBeUndefined();
  expect(parseEbur128Report('pipe:0: Invalid data found when processing input')).toBeUndefined();
  expect(parseEbur128Report('')).toBeUndefined();
});
