import { describe, expect, it } from 'vitest';

import { chooseTheme, themeByClock } from '#renderer/shared/theme/choose-theme.ts';
import { holdTheme, type HeldTheme } from '#renderer/shared/theme/held-theme.ts';
import { sunElevation } from '#renderer/shared/theme/sun-elevation.ts';

const OXFORD = { latitude: 51.75, longitude: -1.26 };
const SYDNEY = { latitude: -33.87, longitude: 151.21 };

it.each([
  [0, 'dim'],
  [5, 'dim'],
  [6, 'night'],
  [7, 'day'],
  [18, 'day'],
  [19, 'night'],
  [21, 'night'],
  [22, 'dim'],
])('at %i o’clock it is %s', (hour, theme) => {
  expect(themeByClock(hour)).toBe(theme);
});

/** As the Astronomical Applications Department of the US Naval Observatory gives them. */
it.each([
  ['noon of midsummer in Oxford', '2026-06-21T12:07:00Z', OXFORD, 61.7],
  ['noon of midwinter in Oxford', '2026-12-21T12:03:00Z', OXFORD, 14.8],
  ['sunrise of an equinox in Oxford', '2026-03-20T06:09:00Z', OXFORD, -0.8],
  ['noon of midsummer in Sydney', '2026-12-21T01:53:00Z', SYDNEY, 79.6],
])('knows how high the sun stands at %s', (_name, at, place, degrees) => {
  expect(Math.abs(sunElevation(new Date(at), place) - degrees)).toBeLessThan(0.6);
});

describe('the theme', () => {
  it('goes by hand before all else', () => {
    expect(chooseTheme({ setting: 'dim', place: OXFORD, now: new Date(2026, 5, 21, 12) })).toBe('dim');
  });

  it('goes by the sun where the place is known, and by the clock where not', () => {
    const [winterMorning, summerEvening] = [new Date('2026-12-21T07:30:00Z'), new Date('2026-06-21T20:00:00Z')];
    expect(chooseTheme({ setting: 'auto', place: OXFORD, now: winterMorning })).not.toBe('day');
    expect(chooseTheme({ setting: 'auto', place: OXFORD, now: summerEvening })).toBe('day');
    expect(chooseTheme({ setting: 'auto', place: null, now: new Date(2026, 11, 21, 7, 30) })).toBe('day');
  });

  it('is night while the clock was never set', () => {
    expect(chooseTheme({ setting: 'auto', place: OXFORD, now: new Date(1970, 0, 1, 12) })).toBe('night');
  });
});

describe('a change of the theme', () => {
  const day: HeldTheme = { shown: 'day', wanted: 'day', sinceMs: 0 };

  it('by itself waits for a minute that it lasts', () => {
    const dusk = holdTheme(day, 'night', false, 1_000);
    expect(dusk.shown).toBe('day');
    expect(holdTheme(dusk, 'night', false, 60_000).shown).toBe('day');
    expect(holdTheme(dusk, 'night', false, 61_000).shown).toBe('night');
  });

  it('that does not last never shows', () => {
    const bridge = holdTheme(holdTheme(day, 'night', false, 1_000), 'day', false, 30_000);
    expect(holdTheme(bridge, 'night', false, 62_000).shown).toBe('day');
  });

  it('by hand comes at once', () => {
    expect(holdTheme(day, 'dim', true, 1_000).shown).toBe('dim');
  });
});
