/** An episode as its path says: `The.Wire.S01E02.720p.mkv`, `The Wire - 1x02 - Title.avi`, `The Wire/Season 1/02 Title.mkv`. */
export interface EpisodeName {
  /** As it is shown: `The Wire`. */
  readonly series: string;
  /** The same for all spellings of it. */
  readonly seriesKey: string;
  readonly season: number;
  readonly episode: number;
  /** What follows the mark, without what tells of the copy; undefined where nothing does. */
  readonly title: string | undefined;
}

const MARKS = [/^(.*?)[\s._[(-]*\bS(\d{1,2})[\s._-]?E(\d{1,3})/iu, /^(?:(.*?)[\s._[(-]+)?(\d{1,2})x(\d{2,3})\b/iu];
const SEASON_FOLDER = /^(?:season|staffel|series|s)[\s._-]*(\d{1,2})$/iu;
/** In the folder of a season, a name that begins with a number, or says that it is one. */
const NUMBERS = [/^\s*(\d{1,3})(?![\dpx])/iu, /\b(?:e|ep|episode|folge|teil|part)[\s._-]*(\d{1,3})\b/iu];
/** Where the name begins to tell of the copy, not of the episode. */
const COPY =
  /[\s._([-]*\b(?:\d{3,4}[pi]|4k|uhd|x26[45]|h\.?26[45]|hevc|avc|xvid|divx|web(?:-?dl|-?rip)?|b[dr]rip|blu-?ray|dvd(?:rip)?|hdtv|hdrip|remux|proper|repack)\b.*$/iu;

/** `path` is relative to the stick. Where the name begins with the mark, the folder names the series. */
export function episodeOf(path: string): EpisodeName | undefined {
  const parts = path.split('/');
  // A mark that stands behind an underscore is one too.
  const name = (parts.at(-1) ?? '').replaceAll('_', ' ');
  const folders = parts.slice(0, -1);
  const found = markedIn(name) ?? numberedIn(name, folders.at(-1) ?? '');
  if (!found) return undefined;
  const folder = folders.findLast((one) => !SEASON_FOLDER.test(one)) ?? '';
  const series = cleaned(found.before) || cleaned(folder);
  if (series === '') return undefined;
  const { season, episode, after } = found;
  return { series, seriesKey: keyOf(series), season, episode, title: titleIn(after) };
}

interface Found {
  readonly before: string;
  readonly season: number;
  readonly episode: number;
  readonly after: string;
}

function markedIn(name: string): Found | undefined {
  const match = MARKS.map((mark) => mark.exec(name)).find((one) => one !== null);
  if (!match) return undefined;
  const [whole, before = '', season, episode] = match;
  return { before, season: Number(season), episode: Number(episode), after: name.slice(whole.length) };
}

function numberedIn(name: string, folder: string): Found | undefined {
  const season = SEASON_FOLDER.exec(folder)?.[1];
  if (season === undefined) return undefined;
  const match = NUMBERS.map((number) => number.exec(name)).find((one) => one !== null);
  if (!match) return undefined;
  const after = name.slice(match.index + match[0].length);
  return { before: '', season: Number(season), episode: Number(match[1]), after };
}

function titleIn(after: string): string | undefined {
  // A second number of a double episode is none of its words.
  const words = after.replace(/\.\w{2,5}$/u, '').replace(/^(?:[\s._-]*E\d{1,3})+/iu, '');
  const title = cleaned(words.replace(COPY, '')).replace(/^[([]([^()[\]]*)[)\]]$/u, '$1');
  return title === '' ? undefined : title;
}

function cleaned(text: string): string {
  return text
    .replaceAll(/[._]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s-]+|[\s-]+$/gu, '');
}

function keyOf(series: string): string {
  return series
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
