import type { Light } from '#contract/entities/light';
import type { Place, Settings } from '#contract/entities/settings';
import { sunElevation } from '#renderer/shared/theme/sun-elevation.ts';

export type Theme = 'day' | 'night' | 'dim';

export interface ThemeFacts {
  /** What somebody chose. */
  readonly setting: Settings['theme'];
  /** What the car's headlights and its light sensor tell. */
  readonly light: Light;
  /** Where the car is; null where nobody said. */
  readonly place: Place | null;
  readonly now: Date;
}

export interface ThemeChoice {
  readonly theme: Theme;
  readonly by: 'hand' | 'headlights' | 'sensor' | 'sun' | 'clock';
}

/** Above it the sun gives enough light for paper: a little before it rises. */
const DAYLIGHT_DEG = -2;
/** A clock before that was never set: it says nothing about the light. */
const FIRST_YEAR = 2025;

/** By hand, else by the first that knows: headlights, light sensor, sun, clock. */
export function chooseTheme({ setting, light, place, now }: ThemeFacts): ThemeChoice {
  if (setting !== 'auto') return { theme: setting, by: 'hand' };
  const isClockSet = now.getFullYear() >= FIRST_YEAR;
  const dark = isClockSet ? darkTheme(now.getHours()) : 'night';
  // Headlights that are off say less: a car parked at night has them off, too.
  if (light.areHeadlightsOn === true) return { theme: dark, by: 'headlights' };
  if (light.isDark !== null) return { theme: light.isDark ? dark : 'day', by: 'sensor' };
  if (!isClockSet)
    return light.areHeadlightsOn === false ? { theme: 'day', by: 'headlights' } : { theme: dark, by: 'clock' };
  if (place) return { theme: sunElevation(now, place) > DAYLIGHT_DEG ? 'day' : dark, by: 'sun' };
  return { theme: themeByClock(now.getHours()), by: 'clock' };
}

/** Day from 7 to 19, dim from 22 to 6, night between; `hour` is 0 to 23 of the wall clock. */
export function themeByClock(hour: number): Theme {
  return hour >= 7 && hour < 19 ? 'day' : darkTheme(hour);
}

/** Late at night eyes are used to the dark. */
function darkTheme(hour: number): Theme {
  return hour >= 22 || hour < 6 ? 'dim' : 'night';
}
