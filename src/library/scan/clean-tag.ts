const LONGEST_TEXT = 500;

/** Control characters, byte order marks and what turns the direction of text; joiners stay, scripts and emoji need them. */
const UNSHOWABLE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/gu;

/** A tag's text as it may be shown: one line, trimmed, at most 500 characters; undefined when nothing is left. */
export function cleanText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const shown = text
    .slice(0, LONGEST_TEXT * 4)
    .replaceAll(UNSHOWABLE, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (shown === '') return undefined;
  return shown.length <= LONGEST_TEXT ? shown : [...shown].slice(0, LONGEST_TEXT).join('');
}

/** Genres of all fields, each once; `Rock; Pop` are two. */
export function cleanGenres(genres: readonly string[] | undefined): string[] | undefined {
  const each = (genres ?? []).slice(0, 20).flatMap((genre) => genre.split(/[;\0]/u).map(cleanText));
  const once = [...new Set(each.filter((genre) => genre !== undefined))];
  return once.length === 0 ? undefined : once;
}

/** The year of `2004`, `2004-05-01` or `01.05.2004`. */
export function yearOf(date: string | number | undefined): number | undefined {
  const digits = /(?<!\d)\d{4}(?!\d)/u.exec(String(date ?? ''))?.[0];
  const year = Number(digits);
  return digits !== undefined && year >= 1000 && year <= 2999 ? year : undefined;
}

/** The number of `3`, `03` or `3/12`. */
export function numberOf(text: string | number | null | undefined): number | undefined {
  return countOf(Number(/^\s*(\d{1,6})/u.exec(String(text ?? ''))?.[1]));
}

/** A whole number above zero, or nothing. */
export function countOf(value: number | null | undefined): number | undefined {
  if (value === null || value === undefined || !Number.isFinite(value) || value < 1) return undefined;
  return Math.min(Math.round(value), Number.MAX_SAFE_INTEGER);
}

const LONGEST_DURATION_S = 7 * 86_400;

/** Milliseconds of a length in seconds; what cannot be a length is dropped. */
export function durationMsOf(seconds: number | undefined): number | undefined {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds <= 0 || seconds > LONGEST_DURATION_S)
    return undefined;
  return Math.max(1, Math.round(seconds * 1000));
}
