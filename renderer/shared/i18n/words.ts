import { de } from '#renderer/shared/i18n/de.ts';
import { en, type Words } from '#renderer/shared/i18n/en.ts';
import { inLanguage } from '#renderer/shared/i18n/in-language.ts';

/** Every word of the screens, in the language that is chosen. */
export const words: Words = inLanguage({ en, de });
