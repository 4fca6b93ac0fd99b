import type { FilmFolder } from '#contract/entities/film-folder';
import type { FilmChoice, FilmFolderCatalog, ListSlice, ListWindow } from '#library/browse/ports';
import { asJson, isWithin } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';

type FolderRow = Omit<FilmFolder, 'isOnline'> & { readonly isOnline: number };

/** Folders in which films stand, of all sticks. */
export class FilmFolderRepository implements FilmFolderCatalog {
  readonly #all;

  constructor(db: Db) {
    // Where `min` picks a row, SQLite takes the other columns from that one.
    this.#all = db.prepare<{ within: string | null; isOnlineOnly: number }, FolderRow & { readonly first: string }>(`
      SELECT d.id, CASE WHEN d.path = x'' THEN coalesce(o.label, d.volume_id) ELSE d.name END AS name, d.path_shown AS path,
             d.volume_id AS volumeId, v.is_online AS isOnline, count(*) AS filmCount, m.artwork_id AS artworkId,
             min(f.sort_key) AS first
        FROM video m JOIN file f ON f.key = m.key JOIN folder d ON d.id = f.folder_id
        JOIN temp.visible_volume v ON v.volume_id = m.volume_id LEFT JOIN volume o ON o.id = m.volume_id
       WHERE m.is_present = 1 AND ${isWithin('m')} AND v.is_online >= :isOnlineOnly
       GROUP BY d.id ORDER BY d.sort_key, d.path, d.volume_id`);
  }

  /** By name; the tops of sticks first. */
  list({ within, isOnlineOnly }: FilmChoice, { offset, limit }: ListWindow): ListSlice<FilmFolder> {
    const rows = this.#all.all({ within: asJson(within), isOnlineOnly: Number(isOnlineOnly) });
    const items = rows.slice(offset, offset + limit).map(({ first: _first, isOnline, ...row }) => {
      return { ...row, isOnline: isOnline === 1 };
    });
    return { items, total: rows.length };
  }
}
