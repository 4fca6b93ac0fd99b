import type { Db } from '#storage/sqlite/db';
import { nearSpellings } from '#storage/text/near-spellings';

/** Songs have the words of artists and albums as well. */
const TABLES = ['track_search', 'video_search', 'playlist_search'];
/** Shorter words are near to far too many others. */
const SHORTEST = 4;
const MOST_SPELLINGS = 24;
const MOST_REMEMBERED = 64;
const LAST_LETTER = '\u{10ffff}';

/** Which words of the index begin with a given one, if one letter of it was mistyped. */
export class NearWords {
  readonly #begins;
  /** One search asks for several lists. */
  readonly #remembered = new Map<string, readonly string[]>();
  #dataVersion: unknown;
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
    for (const table of TABLES) {
      db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.${table}_words USING fts5vocab('main', '${table}', 'row')`);
    }
    this.#begins = TABLES.map((table) =>
      db.prepare<[string, string], { term: string }>(
        `SELECT term FROM temp.${table}_words WHERE term >= ? AND term < ? LIMIT 1`,
      ),
    );
  }

  /** Beginnings that the index has; `word` itself is not among them. */
  of(word: string): readonly string[] {
    if (word.length < SHORTEST || /^\d+$/u.test(word)) return [];
    this.#forgetOld();
    const known = this.#remembered.get(word) ?? this.#look(word);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(word, known);
    return known;
  }

  #look(word: string): readonly string[] {
    const found: string[] = [];
    for (const [at, spellings] of nearSpellings(word)) {
      // Where nothing begins as typed so far, the wrong letter lies before.
      if (!this.#isBeginning(word.slice(0, at))) break;
      for (const one of spellings) {
        if (this.#isBeginning(one)) found.push(one);
        if (found.length === MOST_SPELLINGS) return found;
      }
    }
    return found;
  }

  #isBeginning(text: string): boolean {
    return this.#begins.some((statement) => statement.get(text, `${text}${LAST_LETTER}`) !== undefined);
  }

  #forgetOld(): void {
    const version = this.#db.pragma('data_version', { simple: true });
    if (version !== this.#dataVersion) this.#remembered.clear();
    this.#dataVersion = version;
  }
}
