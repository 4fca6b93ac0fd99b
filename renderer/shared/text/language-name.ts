/** `en`, `eng` or `de-AT` of a film's track as a word in `shownIn`; null where there is none. */
export function languageName(code: string | null, shownIn: string): string | null {
  if (code === null || code === '' || code === 'und') return null;
  try {
    return new Intl.DisplayNames([shownIn], { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a language code: films hold anything.
    return code;
  }
}
