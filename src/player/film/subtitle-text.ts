import { languageCode } from '#player/film/language-code';

/** What a text of subtitles is, by its own words: nothing else is ever handed to the player. */
export type SubtitleFormat = 'srt' | 'vtt' | 'ass';

const CUE = /^\s*(?:\d+\s*\r?\n\s*)?\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,2}:\d{2}:\d{2}/u;

export function subtitleFormatOf(text: string): SubtitleFormat | undefined {
  if (/^WEBVTT(?:\s|$)/u.test(text)) return 'vtt';
  if (/^\s*(?:;.*\r?\n\s*)*\[Script Info\]/iu.test(text)) return 'ass';
  return CUE.test(text) ? 'srt' : undefined;
}

/** By the language that the name of a file says; Latin-1 as Windows writes it for all others. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  ...byCodePage('windows-1250', 'pl pol cs cze ces sk slo slk hu hun sl slv hr hrv ro rum ron'),
  ...byCodePage('windows-1251', 'ru rus uk ukr bg bul sr srp mk mac mkd'),
  ...byCodePage('windows-1253', 'el gre ell'),
  ...byCodePage('windows-1254', 'tr tur'),
  ...byCodePage('windows-1255', 'he heb'),
  ...byCodePage('windows-1256', 'ar ara fa per fas'),
};

/** The text of a subtitle file: UTF-8 or UTF-16 where it is that, else of a code page. */
export function decodeSubtitles(bytes: Uint8Array, language: string | undefined): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(CODE_PAGES[language ?? ''] ?? 'windows-1252').decode(bytes);
  }
}

export interface SubtitleName {
  readonly language: string | undefined;
  readonly title: string | undefined;
}

const LONGEST_TITLE = 40;
const ENDING = /\.(?:srt|vtt|ass|ssa)$/iu;

/** `Film.en.forced.srt` beside `Film.mkv` is English, and is called `forced`; undefined where it belongs to another film. */
export function subtitleName(file: string, film: string): SubtitleName | undefined {
  const ending = ENDING.exec(file);
  const stem = film.replace(/\.[^.]+$/u, '');
  if (!ending || !file.toLowerCase().startsWith(stem.toLowerCase())) return undefined;
  const rest = file.slice(stem.length, ending.index);
  if (rest !== '' && !/^[\s._-]/u.test(rest)) return undefined;
  return named(rest);
}

/** `2_English.srt` in the folder of a lone film's subtitles, which need not name the film; undefined where it is no such file. */
export function looseSubtitleName(file: string): SubtitleName | undefined {
  const ending = ENDING.exec(file);
  return ending ? named(file.slice(0, ending.index).replace(/^\d+[\s._-]+/u, '')) : undefined;
}

function named(rest: string): SubtitleName {
  const words = rest.split(/[._]+/u).map((word) => word.trim());
  const spoken = words.find((word) => languageCode(word) !== undefined);
  const language = spoken === undefined ? undefined : codeIn(spoken);
  const title = words
    .filter((word) => word !== spoken)
    .join(' ')
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .slice(0, LONGEST_TITLE);
  return { language, title: title === '' ? undefined : title };
}

/** A code stays as it was written. */
function codeIn(word: string): string | undefined {
  return word.length <= 3 ? word.toLowerCase() : languageCode(word);
}

function byCodePage(codePage: string, languages: string): Record<string, string> {
  return Object.fromEntries(languages.split(' ').map((language) => [language, codePage]));
}
