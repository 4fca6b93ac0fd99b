import type { MediaTrack } from '#contract/entities/zone';
import { languageCode } from '#player/film/language-code';
import type { FilmChoice, TrackWish } from '#player/ports';

/** What of a film's sounds, or subtitles, is wished: its place; null for none; undefined where nothing fits the wish. */
export function wishedTrack(
  wish: TrackWish | 'off' | undefined,
  tracks: readonly MediaTrack[],
): number | null | undefined {
  if (wish === undefined) return undefined;
  if (wish === 'off') return null;
  const sameLanguage = tracks.filter(({ language }) => foldedLanguage(language) === foldedLanguage(wish.language));
  const exact = sameLanguage.find(({ title }) => title === wish.title);
  // An episode may call the same sound otherwise; without a language, the title alone says what it is.
  return (exact ?? (wish.language === null ? undefined : sameLanguage[0]))?.index;
}

/** One episode says `de` where another says `ger` or `deu`. */
function foldedLanguage(language: string | null): string | null {
  return language === null ? null : (languageCode(language) ?? language.toLowerCase());
}

export function wishFor(track: MediaTrack): TrackWish {
  return { language: track.language, title: track.title };
}

/** What was chosen last, with what is chosen now. */
export function withChoice(before: FilmChoice | undefined, now: FilmChoice): FilmChoice {
  return { ...before, ...now };
}
