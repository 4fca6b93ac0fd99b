import type { Db } from '#storage/sqlite/db';
import { searchText } from '#storage/text/search-query';

/** Writes one of the search tables; rows have the key of what they find. */
export class SearchIndex {
  readonly #replace;

  /** `columns` as the table has them, in its order. */
  constructor(db: Db, table: string, columns: readonly string[]) {
    const names = columns.join(', ');
    const values = columns.map(() => '?').join(', ');
    this.#replace = db.prepare(`INSERT OR REPLACE INTO ${table} (rowid, ${names}) VALUES (?, ${values})`);
  }

  save(key: number, texts: readonly (string | null | undefined)[]): void {
    this.#replace.run(key, ...texts.map(searchText));
  }
}
