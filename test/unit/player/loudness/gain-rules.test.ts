import { expect, it } from 'vitest';

import { gainDbOf, modeFor } from '#player/loudness/gain-rules';

const SONG = { trackGainDb: -8, trackPeak: 0.9, albumGainDb: -5, albumPeak: 1 };
const NOTHING = { trackGainDb: undefined, trackPeak: undefined, albumGainDb: undefined, albumPeak: undefined };

it('leaves the sound alone when it is off', () => {
  expect(gainDbOf(SONG, { mode: 'off', preampDb: 6 })).toBeUndefined();
});

it('takes the gain of the song, or of its album, and the other one where that is missing', () => {
  expect(gainDbOf(SONG, { mode: 'track', preampDb: 0 })).toBe(-8);
  expect(gainDbOf(SONG, { mode: 'album', preampDb: 2 })).toBe(-3);
  expect(gainDbOf({ ...SONG, albumGainDb: undefined }, { mode: 'album', preampDb: 0 })).toBe(-8);
  expect(gainDbOf({ ...SONG, trackGainDb: undefined }, { mode: 'track', preampDb: 0 })).toBe(-5);
});

it('goes up to full scale and no further, and a little where the peak is not known', () => {
  const quiet = { ...NOTHING, trackGainDb: 10, trackPeak: 0.5 };

  expect(gainDbOf(quiet, { mode: 'track', preampDb: 0 })).toBeCloseTo(6.02, 2);
  expect(gainDbOf({ ...quiet, trackPeak: undefined }, { mode: 'track', preampDb: 0 })).toBe(6);
  expect(gainDbOf({ ...quiet, trackPeak: 1.1 }, { mode: 'track', preampDb: 0 })).toBeLessThan(0);
});

it('takes what nobody has measured for a loud one', () => {
  expect(gainDbOf(undefined, { mode: 'track', preampDb: 0 })).toBe(-6);
  expect(gainDbOf(NOTHING, { mode: 'album', preampDb: 12 })).toBe(0);
});

it('goes by albums where one is played in order, if it may choose', () => {
  expect([modeFor('auto', true), modeFor('auto', false), modeFor('track', true), modeFor('off', true)]).toEqual([
    ...['album', 'track', 'track', 'off'],
  ]);
});
