/** An episode as its file's name says: `The.Wire.S01E02.720p.mkv`, `The Wire - 1x02 - Title.avi`. */
export interface Episode {
  /** As it is shown: `The Wire`. */
  readonly series: string;
  /** The same for all spellings of it. */
  readonly seriesKey: string;
  readonly season: number;
  readonly episode: number;
}

const MARKS = [/^(.*?)[\s._[(-]*\bS(\d{1,2})[\s._-]?E(\d{1,3})/iu, /^(?:(.*?)[\s._[(-]+)?(\d{1,2})x(\d{2,3})\b/iu];
const SEASON_FOLDER = /^(?:season|staffel|series|s)[\s._-]*\d{1,2}$/iu;

/** `path` is relative to the stick. Where the name begins with the mark, the folder names the series. */
export function episodeOf(path: string): Episode | undefined {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  // A mark that stands behind an underscore is one too.
  const spaced = name.replaceAll('_', ' ');
  const found = MARKS.map((mark) => mark.exec(spaced)).find((match) => match !== null);
  if (!found) return undefined;
  const [, before = '', season, episode] = found;
  const folders = parts.slice(0, -1).filter((folder) => !SEASON_FOLDER.test(folder));
  const series = cleaned(before) || cleaned(folders.at(-1) ?? '');
  if (series === '') return undefined;
  return { series, seriesKey: keyOf(series), season: Number(season), episode: Number(episode) };
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
