import type { Place, Settings } from '#contract/entities/settings';
import { sunElevation } from '#renderer/shared/theme/sun-elevation.ts';

export type Theme = 'day' | 'night' | 'dim';

export interface ThemeFacts {
  /** What somebody chose. */
  readonly setting: Settings['theme'];
  /** Where the car is; null where nobody said. */
  readonly place: Place | null;
  readonly now: Date;
}

/** Above it the sun gives enough light for paper: a little before it rises. */
const DAYLIGHT_DEG = -2;
/** A clock before that was never set: it says nothing about the light. */
const FIRST_YEAR = 2025;

/** By hand, else by the sun where the place is known, else by the clock. */
export function chooseTheme({ setting, place, now }: ThemeFacts): Theme {
  if (setting !== 'auto') return setting;
  if (now.getFullYear() < FIRST_YEAR) return 'night';
  return place ? themeBySun(sunElevation(now, place), now.getHours()) : themeByClock(now.getHours());
}

/** Day from 7 to 19, dim from 22 to 6, night between; `hour` is 0 to 23 of the wall clock. */
export function themeByClock(hour: number): Theme {
  return hour >= 7 && hour < 19 ? 'day' : darkTheme(hour);
}

function themeBySun(elevationDeg: number, hour: number): Theme {
  return elevationDeg > DAYLIGHT_DEG ? 'day' : darkTheme(hour);
}

/** Late at night eyes are used to the dark. */
function darkTheme(hour: number): Theme {
  return hour >= 22 || hour < 6 ? 'dim' : 'night';
}
