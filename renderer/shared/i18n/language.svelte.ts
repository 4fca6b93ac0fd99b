import type { Settings } from '#contract/entities/settings';

export type Language = Exclude<Settings['language'], 'auto'>;

/** How figures and times are written, by language. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

let current = $state<Language>(ofBrowser());

/** The language of the screen; what reads it in a template is drawn again when it changes. */
export const language = {
  get current(): Language {
    return current;
  },

  get locale(): string {
    return LOCALES[current];
  },

  /** `auto` is what the browser prefers. */
  choose(setting: Settings['language']): void {
    current = setting === 'auto' ? ofBrowser() : setting;
    if (typeof document !== 'undefined') document.documentElement.lang = current;
  },
};

function ofBrowser(): Language {
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

function isLanguage(code: string): code is Language {
  return code in LOCALES;
}
