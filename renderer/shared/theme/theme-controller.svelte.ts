import type { Light } from '#contract/entities/light';
import type { SettingsView } from '#contract/entities/settings';
import { untrack } from 'svelte';
import { chooseTheme, type Theme } from '#renderer/shared/theme/choose-theme.ts';
import { holdTheme, type HeldTheme } from '#renderer/shared/theme/held-theme.ts';

const CHECK_INTERVAL_MS = 15_000;
const REMEMBERED = 'carputer.theme';

export interface ThemeWishes extends Pick<SettingsView, 'theme' | 'place'> {
  readonly light: Light;
}

/** Keeps `data-theme` of the page at what the setting, the car’s lights, the sun and the clock say. */
export class ThemeController {
  readonly #wishes: () => ThemeWishes | undefined;
  #now = $state.raw(new Date());
  #held: HeldTheme | undefined;

  /** `wishes`: undefined until they are known; until then the theme of last time stays. */
  constructor(wishes: () => ThemeWishes | undefined) {
    this.#wishes = wishes;
  }

  connect(): () => void {
    const timer = setInterval(() => {
      this.#now = new Date();
    }, CHECK_INTERVAL_MS);
    const stop = $effect.root(() => {
      $effect(() => {
        const wishes = this.#wishes();
        const now = this.#now;
        if (wishes) untrack(() => this.#follow(wishes, now));
      });
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  #follow({ theme: setting, light, place }: ThemeWishes, now: Date): void {
    const choice = chooseTheme({ setting, light, place, now });
    const nowMs = performance.now();
    const before = this.#held;
    this.#held = before
      ? holdTheme(before, choice, nowMs)
      : { shown: choice.theme, wanted: choice.theme, sinceMs: nowMs, by: choice.by };
    if (this.#held.shown !== before?.shown) showTheme(this.#held.shown);
  }
}

/** The browser's own bar, where it has one, takes the colour behind everything. */
function showTheme(theme: Theme): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  localStorage.setItem(REMEMBERED, theme);
  const colour = getComputedStyle(root).getPropertyValue('--bg').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', colour);
}
