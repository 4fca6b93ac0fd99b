import type { Genre } from '#contract/entities/album';
import type { GenreCatalog, ListFilter, ListSlice, ListWindow } from '#library/browse/ports';
import { listConditions } from '#storage/library/conditions';
import { ListReader } from '#storage/library/list-reader';
import type { Db } from '#storage/sqlite/db';
import { searchText } from '#storage/text/search-query';

type GenreRow = Omit<Genre, 'isOnline'> & { readonly isOnline: number };

export class GenreRepository implements GenreCatalog {
  readonly #lists: ListReader<GenreRow>;

  constructor(db: Db) {
    this.#lists = new ListReader(db, {
      from: 'genre g',
      item: 'g.id',
      group: 'g.sort_key, g.id',
      sortKey: 'g.sort_key',
      letter: 'g.letter',
      columns: 'g.id, min(g.name) AS name, sum(g.track_count) AS trackCount, max(v.is_online) AS isOnline',
      joins: `
        JOIN genre g ON g.id = page.item AND g.track_count > 0
        JOIN temp.visible_volume v ON v.volume_id = g.volume_id`,
    });
  }

  list(filter: ListFilter, window: ListWindow): ListSlice<Genre> {
    const { words, ...rest } = filter;
    const where = listConditions('g', rest, undefined, 'g.track_count > 0');
    // There are few genres; they have no search table.
    if (words !== undefined) where.add('instr(g.sort_key, :part) > 0', { part: searchText(words) });
    const { rows, total } = this.#lists.byTitle(where, window, { ...rest, words: undefined });
    return { items: rows.map(({ isOnline, ...row }) => ({ ...row, isOnline: isOnline === 1 })), total };
  }
}
