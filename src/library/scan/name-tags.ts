import type { AudioTags } from '#library/ports';
import { cleanText } from '#library/scan/clean-tag';

/** `03 - `, `03. `, `03_`, `1-03 `, `03 `: at most three digits, and something behind them. */
const NUMBERED = /^(?:(\d{1,2})-)?(\d{1,3})(?:\s*[-–.)_]\s*|\s+)(?=\S)/u;
const ARTIST_AND_TITLE = /^(\S.*?)\s+[-–]\s+(\S.*)$/u;
const LONGEST_NAME_FOR_TRACK = 999;

/** Fills in what a song's tags leave open from its path: `Artist/Album/03 Title`, `03 - Artist - Title`. */
export function withNamesFromPath(tags: AudioTags, path: Buffer): AudioTags {
  if (tags.title !== undefined) return tags;
  const steps = path.toString('utf8').split('/');
  const stem = (steps.pop() ?? '').replace(/(?<=.)\.[^.\s]{1,5}$/u, '');
  const number = NUMBERED.exec(stem);
  const rest = number === null ? stem : stem.slice(number[0].length);
  const isNumbered = number !== null && Number(number[2]) <= LONGEST_NAME_FOR_TRACK;
  const pair = ARTIST_AND_TITLE.exec(rest);
  const folders = isNumbered && steps.length >= 2 ? steps.slice(-2) : [];
  return {
    ...tags,
    title: cleanText(spaced(pair !== null && tags.artist === undefined ? (pair[2] ?? rest) : rest)),
    artist: tags.artist ?? cleanText(spaced(pair?.[1] ?? folders[0] ?? '')),
    album: tags.album ?? cleanText(spaced(folders[1] ?? '')),
    trackNumber: tags.trackNumber ?? (isNumbered ? Number(number[2]) || undefined : undefined),
    discNumber: tags.discNumber ?? (number?.[1] === undefined ? undefined : Number(number[1]) || undefined),
  };
}

function spaced(text: string): string {
  return text.includes(' ') ? text : text.replaceAll('_', ' ');
}
