import type { Artist } from '#contract/entities/album';
import type { ArtistId, FolderId } from '#contract/entities/ids';
import type { ArtistCatalog, LetterCount, ListFilter, ListSlice, ListWindow } from '#library/browse/ports';
import { listConditions, type Conditions, type SearchTable } from '#storage/library/conditions';
import { ListReader } from '#storage/library/list-reader';
import type { NearWords } from '#storage/library/near-words';
import { ArtistNotFound } from '#storage/library/not-found';
import { asJson, isWithin } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';

type ArtistRow = Omit<Artist, 'isOnline'> & { readonly isOnline: number };

/** The picture of an artist is that of the first album that has one. */
const COLUMNS = `
  ar.id, min(ar.name) AS name, sum(ar.album_count) AS albumCount, sum(ar.track_count) AS trackCount,
  max(v.is_online) AS isOnline,
  (SELECT own.artwork_id FROM album own JOIN temp.visible_volume shown ON shown.volume_id = own.volume_id
    WHERE own.artist_id = ar.id AND own.track_count > 0 AND own.artwork_id IS NOT NULL
    ORDER BY own.year, own.sort_key LIMIT 1) AS artworkId`;
const JOINS = 'JOIN temp.visible_volume v ON v.volume_id = ar.volume_id';

/** An artist has a row per volume; here they are one. */
export class ArtistRepository implements ArtistCatalog {
  readonly #search: SearchTable;
  readonly #lists: ListReader<ArtistRow>;
  readonly #byId;

  constructor(db: Db, near: NearWords) {
    this.#search = { name: 'artist_search', near };
    this.#lists = new ListReader(db, {
      from: 'artist ar',
      item: 'ar.id',
      group: 'ar.sort_key, ar.id',
      sortKey: 'ar.sort_key',
      letter: 'ar.letter',
      columns: COLUMNS,
      joins: `JOIN artist ar ON ar.id = page.item AND ar.track_count > 0 ${JOINS}`,
    });
    this.#byId = db.prepare<{ id: string; within: string | null }, ArtistRow>(`
      SELECT ${COLUMNS} FROM artist ar ${JOINS}
       WHERE ar.id = :id AND ar.track_count > 0 AND ${isWithin('ar')} GROUP BY ar.id`);
  }

  list(filter: ListFilter, window: ListWindow): ListSlice<Artist> {
    const where = this.#where(filter);
    const { rows, total } = this.#lists.byTitle(where, window, filter);
    return { items: rows.map(toArtist), total };
  }

  letters(filter: ListFilter): readonly LetterCount[] {
    return this.#lists.letters(this.#where(filter));
  }

  get(id: ArtistId, within?: readonly FolderId[]): Artist {
    const row = this.#byId.get({ id, within: asJson(within) });
    if (row === undefined) throw new ArtistNotFound(id);
    return toArtist(row);
  }

  #where(filter: ListFilter): Conditions {
    return listConditions('ar', filter, this.#search, 'ar.track_count > 0');
  }
}

function toArtist({ isOnline, ...row }: ArtistRow): Artist {
  return { ...row, isOnline: isOnline === 1 };
}
