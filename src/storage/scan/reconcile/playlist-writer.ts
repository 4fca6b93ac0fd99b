import type { VolumeId } from '#contract/entities/ids';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { shownPath } from '#storage/text/shown-text';

interface EntryRow {
  readonly playlistKey: number;
  readonly position: number;
  readonly path: Buffer;
  readonly fileKey: number | null;
}

/** Finds the files that entries of playlists mean: by their bytes, else ignoring case and accents as Windows would. */
export class PlaylistWriter {
  readonly #entries;
  readonly #files;
  readonly #setFile;

  constructor(db: Db) {
    this.#entries = db.prepare<[VolumeId], EntryRow>(`
      SELECT e.playlist_key AS playlistKey, e.position, e.path, e.file_key AS fileKey
        FROM playlist p JOIN playlist_entry e ON e.playlist_key = p.key
       WHERE p.volume_id = ? AND p.is_present = 1`);
    this.#files = db.prepare<[VolumeId], { key: number; path: Buffer }>(
      "SELECT key, path FROM file WHERE volume_id = ? AND is_present = 1 AND kind IN ('audio', 'video')",
    );
    this.#setFile = db.prepare('UPDATE playlist_entry SET file_key = ? WHERE playlist_key = ? AND position = ?');
  }

  resolve(volumeId: VolumeId): void {
    const entries = this.#entries.all(volumeId);
    if (entries.length === 0) return;

    const find = this.#finder(volumeId);
    for (const { playlistKey, position, path, fileKey } of entries) {
      const found = find(path) ?? null;
      if (found !== fileKey) this.#setFile.run(found, playlistKey, position);
    }
  }

  #finder(volumeId: VolumeId): (path: Buffer) => number | undefined {
    const files = this.#files.all(volumeId);
    const exact = new Map(files.map(({ key, path }) => [path.toString('latin1'), key]));
    let folded: Map<string, number> | undefined;
    return (path) => {
      const found = exact.get(path.toString('latin1'));
      if (found !== undefined) return found;
      folded ??= new Map(files.map((file) => [foldText(shownPath(file.path)), file.key]));
      return folded.get(foldText(shownPath(path)));
    };
  }
}
