import type { VolumeId } from '#contract/entities/ids';
import { folderId } from '#kernel/derive-id';
import { namesIn, nameOf, parentOf, withAncestors } from '#storage/scan/path-names';
import type { Db } from '#storage/sqlite/db';
import { naturalPathKey } from '#storage/text/natural-key';
import { shownPath } from '#storage/text/shown-text';

/** Makes the rows of folders as files in them are met. */
export class FolderWriter {
  readonly #insert;
  readonly #ofVolume;
  /** By volume, then by the path's bytes as latin1. */
  readonly #known = new Map<VolumeId, Map<string, string>>();

  constructor(db: Db) {
    this.#insert = db.prepare(`
      INSERT INTO folder (id, volume_id, parent_id, path, path_shown, name, sort_key)
      VALUES (:id, :volumeId, :parentId, :path, :pathShown, :name, :sortKey)
      ON CONFLICT DO NOTHING`);
    this.#ofVolume = db.prepare<[VolumeId], { id: string; path: Buffer }>(
      'SELECT id, path FROM folder WHERE volume_id = ?',
    );
  }

  /** The folder's id; its row and those of all folders above it exist afterwards. */
  ensure(volumeId: VolumeId, path: Buffer): string {
    const ids = this.#known.get(volumeId) ?? this.#load(volumeId);
    const known = ids.get(path.toString('latin1'));
    if (known !== undefined) return known;

    for (const folder of withAncestors(path)) this.#add(volumeId, folder, ids);
    return folderId(volumeId, path);
  }

  /** What was remembered may not be in the file: a transaction was undone. */
  forget(): void {
    this.#known.clear();
  }

  #load(volumeId: VolumeId): Map<string, string> {
    const ids = new Map<string, string>();
    for (const { id, path } of this.#ofVolume.iterate(volumeId)) ids.set(path.toString('latin1'), id);
    this.#known.set(volumeId, ids);
    return ids;
  }

  #add(volumeId: VolumeId, path: Buffer, ids: Map<string, string>): void {
    const memoryKey = path.toString('latin1');
    if (ids.has(memoryKey)) return;
    const id = folderId(volumeId, path);
    this.#insert.run({
      id,
      volumeId,
      parentId: path.length === 0 ? null : folderId(volumeId, parentOf(path)),
      path,
      pathShown: shownPath(path),
      name: shownPath(nameOf(path)),
      sortKey: naturalPathKey(namesIn(path).map(shownPath)),
    });
    ids.set(memoryKey, id);
  }
}
