import type { FolderId, VolumeId } from '#contract/entities/ids';
import type { Db, Statement } from '#storage/sqlite/db';

export interface FoundFolder {
  readonly id: FolderId;
  readonly path: Buffer;
}

export interface FoundFile {
  readonly id: string;
  readonly kind: 'audio' | 'video' | 'playlist';
  readonly folderId: FolderId;
}

interface Wanted {
  readonly volumeId: VolumeId;
  readonly bytes: Buffer;
  readonly shown: string;
}

/** Finds what a shown path means: the very bytes where they exist, else the first whose shown form it is. */
export class PathFinder {
  readonly #folders;
  readonly #files;

  constructor(db: Db) {
    this.#folders = WAYS.map((way) =>
      db.prepare<Wanted, FoundFolder>(
        `SELECT id, path FROM folder WHERE volume_id = :volumeId AND ${way} ORDER BY path LIMIT 1`,
      ),
    );
    this.#files = WAYS.map((way) =>
      db.prepare<Wanted, FoundFile>(`
        SELECT id, kind, folder_id AS folderId FROM file
         WHERE volume_id = :volumeId AND ${way} AND is_present = 1 AND kind <> 'image' ORDER BY path, sort_key LIMIT 1`),
    );
  }

  folder(volumeId: VolumeId, path: string): FoundFolder | undefined {
    return firstFound(this.#folders, wanted(volumeId, path));
  }

  file(volumeId: VolumeId, path: string): FoundFile | undefined {
    return firstFound(this.#files, wanted(volumeId, path));
  }
}

/** The second is for the few names that cannot be shown as they are; its index holds only those. */
const WAYS = [
  'path = :bytes AND :shown IS NOT NULL',
  'CAST(path AS TEXT) <> path_shown AND path_shown = :shown AND :bytes IS NOT NULL',
];

function firstFound<Found>(statements: readonly Statement<[Wanted], Found>[], wanted: Wanted): Found | undefined {
  for (const statement of statements) {
    const found = statement.get(wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wanted(volumeId: VolumeId, path: string): Wanted {
  const shown = path.replace(/^\/+|\/+$/gu, '');
  return { volumeId, shown, bytes: Buffer.from(shown) };
}
