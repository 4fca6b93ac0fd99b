import type { VolumeId } from '#contract/entities/ids';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { shownPath } from '#storage/text/shown-text';

interface EntryRow {
  readonly position: number;
  readonly path: Buffer;
  readonly fileKey: number | null;
}

interface Missing {
  readonly playlistKey: number;
  readonly position: number;
  readonly fileKey: number | null;
}

/** Finds the files that entries of playlists mean: by their bytes, else ignoring case and accents as Windows would. */
export class PlaylistWriter {
  readonly #playlists;
  readonly #entries;
  readonly #file;
  readonly #files;
  readonly #setFile;

  constructor(db: Db) {
    this.#playlists = db.prepare<[VolumeId], { key: number }>(
      'SELECT key FROM playlist WHERE volume_id = ? AND is_present = 1',
    );
    this.#entries = db.prepare<[number], EntryRow>(
      'SELECT position, path, file_key AS fileKey FROM playlist_entry WHERE playlist_key = ?',
    );
    const isPlayable = "is_present = 1 AND kind IN ('audio', 'video')";
    this.#file = db.prepare<[VolumeId, Buffer], { key: number }>(
      `SELECT key FROM file WHERE volume_id = ? AND path = ? AND ${isPlayable} ORDER BY key DESC LIMIT 1`,
    );
    this.#files = db.prepare<[VolumeId], { key: number; path: Buffer }>(
      `SELECT key, path FROM file WHERE volume_id = ? AND ${isPlayable}`,
    );
    this.#setFile = db.prepare('UPDATE playlist_entry SET file_key = ? WHERE playlist_key = ? AND position = ?');
  }

  resolve(volumeId: VolumeId): void {
    const missing = new Map<string, Missing[]>();
    for (const { key: playlistKey } of this.#playlists.all(volumeId)) {
      for (const { position, path, fileKey } of this.#entries.all(playlistKey)) {
        const entry = { playlistKey, position, fileKey };
        const file = this.#file.get(volumeId, path);
        if (file !== undefined) this.#save(entry, file.key);
        else note(missing, foldText(shownPath(path)), entry);
      }
    }
    if (missing.size > 0) this.#resolveFolded(volumeId, missing);
  }

  #resolveFolded(volumeId: VolumeId, missing: ReadonlyMap<string, readonly Missing[]>): void {
    const found = new Map<string, number>();
    for (const { key, path } of this.#files.iterate(volumeId)) {
      const folded = foldText(shownPath(path));
      if (missing.has(folded)) found.set(folded, key);
    }
    for (const [folded, entries] of missing) {
      for (const entry of entries) this.#save(entry, found.get(folded) ?? null);
    }
  }

  #save({ playlistKey, position, fileKey }: Missing, found: number | null): void {
    if (found !== fileKey) this.#setFile.run(found, playlistKey, position);
  }
}

function note(missing: Map<string, Missing[]>, folded: string, entry: Missing): void {
  const same = missing.get(folded);
  if (same === undefined) missing.set(folded, [entry]);
  else same.push(entry);
}
