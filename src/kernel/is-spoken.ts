/** What is known of an item that tells whether one listens to it for its words. */
export interface SpokenFacts {
  readonly kind: 'track' | 'video';
  /** Relative to the stick. */
  readonly path: string;
  readonly durationMs: number | null;
  /** All of them in one text; null where there is none. */
  readonly genres: string | null;
  /** What somebody has said of the nearest folder around it that anybody has said it of. */
  readonly isMarked: boolean | undefined;
}

export const LONG_MS = 20 * 60_000;

const BOOK = /\.m4b$/iu;
/** As folders of books and talks are called in English and German, folded. */
const SPOKEN =
  /(?:^|[^a-z])(?:audio[ _-]?books?|podcasts?|spoken[ _-]?word|audio[ _-]?(?:theatre|theater|drama|play)s?|radio[ _-]?(?:drama|play)s?|hoe?rb(?:uch|ue?cher)|hoe?rspiele?)(?![a-z])/u;
/** Of genres these words alone are enough: `Books & Spoken`, ID3's own `Speech`. */
const SPOKEN_GENRE = /(?:^|[^a-z])(?:spoken|speech|lectures?|vortrage?)(?![a-z])/u;

/** A book, a play or a talk: it has a place where it goes on, goes back a little, and has a speed of its own. */
export function isSpoken({ kind, path, durationMs, genres, isMarked }: SpokenFacts): boolean {
  if (kind !== 'track') return false;
  if ((durationMs ?? 0) >= LONG_MS || BOOK.test(path)) return true;
  const words = folded(genres ?? '');
  if (SPOKEN.test(words) || SPOKEN_GENRE.test(words)) return true;
  return isMarked ?? isSpokenFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
}

/** Whether a folder, or one above it, is called what folders of books and talks are. */
export function isSpokenFolder(path: string): boolean {
  return path.split('/').some((name) => SPOKEN.test(folded(name)));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
