import Moon from '@lucide/svelte/icons/moon';
import MoonStar from '@lucide/svelte/icons/moon-star';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';

/** By what is chosen in the settings. */
export const THEME_ICONS = { auto: SunMoon, day: Sun, night: Moon, dim: MoonStar } as const;
