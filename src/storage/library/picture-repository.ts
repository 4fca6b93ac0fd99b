import type { ArtworkId, FolderId } from '#contract/entities/ids';
import { FILES_WITHIN } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';

/** What pictures are of. */
export class PictureRepository {
  readonly #within;

  constructor(db: Db) {
    this.#within = db.prepare<{ id: string; within: string }, { found: number }>(`
      SELECT 1 AS found FROM file f
        LEFT JOIN track t ON t.key = f.key
        LEFT JOIN album al ON al.id = t.album_id
        LEFT JOIN video m ON m.key = f.key
       WHERE f.key IN ${FILES_WITHIN} AND (t.artwork_id = :id OR al.artwork_id = :id OR m.artwork_id = :id) LIMIT 1`);
  }

  /** Whether it is of something in these folders, or below them. */
  isWithin(id: ArtworkId, within: readonly FolderId[]): boolean {
    return this.#within.get({ id, within: JSON.stringify(within) }) !== undefined;
  }
}
