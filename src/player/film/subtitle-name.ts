import { episodeOf } from '#kernel/episode-of';
import { languageCode } from '#player/film/language-code';

/** What the name of a file of subtitles says. */
export interface SubtitleName {
  /** As it was written where it is a code, else of ISO 639-1. */
  readonly language: string | undefined;
  readonly title: string | undefined;
}

const LONGEST_TITLE = 40;
const ENDING = /\.(?:srt|vtt|ass|ssa)$/iu;
/** `pt-BR` is one word. */
const WORDS = /[._]+/u;
/** `Film (German)`, `Film-de`. A space parts none: `This Is It` is of no language. */
const MORE_WORDS = /[._()[\]]+|\s*-\s*/u;
/** What copies of subtitles are called, behind or before their language. */
const COPY = /^(?:forced|sdh|cc|full)$/iu;

/** `Film.en.forced.srt` beside `Film.mkv` is English, and is called `forced`; undefined where it belongs to another film. */
export function subtitleName(file: string, film: string): SubtitleName | undefined {
  const ending = ENDING.exec(file);
  const stem = stemOf(film);
  if (!ending || !file.toLowerCase().startsWith(stem.toLowerCase())) return undefined;
  const rest = file.slice(stem.length, ending.index);
  if (rest !== '' && !/^[\s._([-]/u.test(rest)) return undefined;
  return named(rest);
}

/**
 * `Show.S01E02.German.srt` is of `Show.S01E02.720p.mkv` too; undefined where it is of another episode, or one of both is of none. `folder` is
 * that of the film: it may name series and season.
 */
export function episodeSubtitleName(file: string, film: string, folder: string): SubtitleName | undefined {
  if (!ENDING.test(file)) return undefined;
  const [one, other] = [file, film].map((name) => episodeOf(`${folder}/${name}`));
  if (!one || !other) return undefined;
  const isSame = one.seriesKey === other.seriesKey && one.season === other.season && one.episode === other.episode;
  // The words of its title are of no language, whatever they look like: that stands at the end.
  return isSame ? named(lastWords(stemOf(file))) : undefined;
}

/** `2_English.srt` in the folder of a lone film's subtitles, which need not name the film; undefined where it is no such file. */
export function looseSubtitleName(file: string): SubtitleName | undefined {
  const ending = ENDING.exec(file);
  return ending ? named(file.slice(0, ending.index).replace(/^\d+[\s._-]+/u, '')) : undefined;
}

/** `Alien 2.srt` is that of `Alien 2.mkv`, where there is one, not of `Alien.mkv`. */
export function belongsToLonger(file: string, film: string, others: readonly string[]): boolean {
  return others.some((other) => stemOf(other).length > stemOf(film).length && subtitleName(file, other) !== undefined);
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]+$/u, '');
}

function named(rest: string): SubtitleName {
  const [whole, parted] = [WORDS, MORE_WORDS].map((mark) => rest.split(mark).map((word) => word.trim()));
  const words = (whole?.some(isLanguage) === true ? whole : parted) ?? [];
  const spoken = words.find(isLanguage);
  const title = words
    .filter((word) => word !== spoken)
    .join(' ')
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .slice(0, LONGEST_TITLE);
  return { language: spoken === undefined ? undefined : codeIn(spoken), title: title === '' ? undefined : title };
}

/** The language at the end of a name, with what the copy is called. */
function lastWords(stem: string): string {
  const words = stem.split(MORE_WORDS).filter((word) => word !== '');
  const last = words.findLastIndex((word) => !COPY.test(word));
  return words.slice(isLanguage(words[last] ?? '') ? last : last + 1).join('.');
}

function isLanguage(word: string): boolean {
  return languageCode(word) !== undefined;
}

/** A code stays as it was written. */
function codeIn(word: string): string | undefined {
  return word.length <= 3 ? word.toLowerCase() : languageCode(word);
}
