import { describe, expect, it } from 'vitest';

import type { Light } from '#contract/entities/light';
import {
  chooseTheme,
  themeByClock,
  type Theme,
  type ThemeChoice,
  type ThemeFacts,
} from '#renderer/shared/theme/choose-theme.ts';
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

const NOTHING: Light = { areHeadlightsOn: null, isDark: null };
const NOON = new Date(2026, 5, 21, 12);
const EVENING = new Date(2026, 11, 21, 20);
const LATE = new Date(2026, 11, 21, 23);
const NEVER_SET = new Date(1970, 0, 1, 12);

function theme(facts: Partial<ThemeFacts>): Theme {
  return chooseTheme({ setting: 'auto', light: NOTHING, place: null, now: NOON, ...facts }).theme;
}

describe('the theme', () => {
  it('goes by hand before all else', () => {
    expect(theme({ setting: 'dim', light: { areHeadlightsOn: false, isDark: false }, place: OXFORD })).toBe('dim');
    expect(theme({ setting: 'day', light: { areHeadlightsOn: true, isDark: true }, now: LATE })).toBe('day');
  });

  it('is dark with the headlights on, whatever sensor, sun and clock say', () => {
    const light = { areHeadlightsOn: true, isDark: false };
    expect(theme({ light, place: OXFORD })).toBe('night');
    expect(theme({ light, now: LATE })).toBe('dim');
  });

  it('goes by the sensor where the headlights say nothing, or are off', () => {
    for (const areHeadlightsOn of [null, false]) {
      expect(theme({ light: { areHeadlightsOn, isDark: true }, place: OXFORD })).toBe('night');
      expect(theme({ light: { areHeadlightsOn, isDark: false }, now: EVENING })).toBe('day');
    }
  });

  it('goes by the sun where the place is known, and by the clock where not', () => {
    const [winterMorning, summerEvening] = [new Date('2026-12-21T07:30:00Z'), new Date('2026-06-21T20:00:00Z')];
    expect(theme({ place: OXFORD, now: winterMorning })).not.toBe('day');
    expect(theme({ place: OXFORD, now: summerEvening })).toBe('day');
    expect(theme({ now: new Date(2026, 11, 21, 7, 30) })).toBe('day');
  });

  it('is not bright because the headlights are off at night', () => {
    expect(theme({ light: { areHeadlightsOn: false, isDark: null }, now: EVENING })).toBe('night');
  });

  it('is night while the clock was never set, unless the car tells of light', () => {
    expect(theme({ place: OXFORD, now: NEVER_SET })).toBe('night');
    expect(theme({ light: { areHeadlightsOn: false, isDark: null }, now: NEVER_SET })).toBe('day');
    expect(theme({ light: { areHeadlightsOn: null, isDark: false }, now: NEVER_SET })).toBe('day');
  });
});

describe('a change of the theme', () => {
  const day: HeldTheme = { shown: 'day', wanted: 'day', sinceMs: 0, by: 'sensor' };
  const night: ThemeChoice = { theme: 'night', by: 'sensor' };

  it('by itself waits for a minute that it lasts', () => {
    const dusk = holdTheme(day, night, 1_000);
    expect(dusk.shown).toBe('day');
    expect(holdTheme(dusk, night, 60_000).shown).toBe('day');
    expect(holdTheme(dusk, night, 61_000).shown).toBe('night');
  });

  it('that does not last never shows', () => {
    const bridge = holdTheme(holdTheme(day, night, 1_000), { theme: 'day', by: 'sensor' }, 30_000);
    expect(holdTheme(bridge, night, 62_000).shown).toBe('day');
  });

  it.each(['hand', 'headlights'] as const)('by %s comes at once, and so does its end', (by) => {
    const on = holdTheme(day, { theme: 'dim', by }, 1_000);
    expect(on.shown).toBe('dim');
    expect(holdTheme(on, { theme: 'day', by: 'sun' }, 1_100).shown).toBe('day');
  });
});
