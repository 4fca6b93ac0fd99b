import type { SettingsView } from '#contract/entities/settings';
import { untrack } from 'svelte';
import { chooseTheme, type Theme } from '#renderer/shared/theme/choose-theme.ts';
import { holdTheme, type HeldTheme } from '#renderer/shared/theme/held-theme.ts';

const CHECK_INTERVAL_MS = 15_000;
const REMEMBERED = 'carputer.theme';

/** Keeps `data-theme` of the page at what the setting, the sun and the clock say. */
export class ThemeController {
  readonly #settings: () => Pick<SettingsView, 'theme' | 'place'> | undefined;
  #now = $state.raw(new Date());
  #held: HeldTheme | undefined;

  /** `settings`: undefined until they are known; until then the theme of last time stays. */
  constructor(settings: () => Pick<SettingsView, 'theme' | 'place'> | undefined) {
    this.#settings = settings;
  }

  connect(): () => void {
    const timer = setInterval(() => {
      this.#now = new Date();
    }, CHECK_INTERVAL_MS);
    const stop = $effect.root(() => {
      $effect(() => {
        const settings = this.#settings();
        const now = this.#now;
        if (settings) untrack(() => this.#follow(settings, now));
      });
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  #follow({ theme: setting, place }: Pick<SettingsView, 'theme' | 'place'>, now: Date): void {
    const wanted = chooseTheme({ setting, place, now });
    const nowMs = performance.now();
    const before = this.#held;
    this.#held = before
      ? holdTheme(before, wanted, setting !== 'auto', nowMs)
      : { shown: wanted, wanted, sinceMs: nowMs };
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
