import type { ArtworkId, VolumeId } from '#contract/entities/ids';
import type { ScanSummary } from '#contract/entities/volume';
import type {
  IndexedFile,
  LegacySong,
  LegacyTexts,
  PendingArtwork,
  PendingFile,
  ResolvedNames,
  SavedRead,
  ScanStore,
  SongMove,
  WalkedFile,
} from '#library/ports';
import { ArtworkQueue } from '#storage/scan/artwork-queue';
import { FileWriter } from '#storage/scan/file-writer';
import { FolderWriter } from '#storage/scan/folder-writer';
import { GenreWriter } from '#storage/scan/genre-writer';
import { MoveFinder } from '#storage/scan/move-finder';
import { ReadWriter } from '#storage/scan/read-writer';
import { Reconciler } from '#storage/scan/reconcile/reconciler';
import type { Db } from '#storage/sqlite/db';
import { shownText } from '#storage/text/shown-text';

interface FileRow {
  readonly id: string;
  readonly path: Buffer;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly isRead: number;
  readonly isPresent: number;
}

/** The scan's hand on library.db: the only writer, in the scan worker. */
export class ScanRepository implements ScanStore {
  readonly #db: Db;
  readonly #saveVolume;
  readonly #files;
  readonly #toRead;
  readonly #toMeasure;
  readonly #legacy;
  readonly #finish;
  readonly #folders: FolderWriter;
  readonly #genres: GenreWriter;
  readonly #fileWriter: FileWriter;
  readonly #readWriter: ReadWriter;
  readonly #reconciler: Reconciler;
  readonly #artwork: ArtworkQueue;
  readonly #moves: MoveFinder;

  constructor(db: Db) {
    this.#db = db;
    this.#saveVolume = db.prepare<{ volumeId: VolumeId; label: string }>(`
      INSERT INTO volume (id, label) VALUES (:volumeId, :label)
      ON CONFLICT (id) DO UPDATE SET label = excluded.label WHERE label <> excluded.label`);
    this.#files = db.prepare<[VolumeId], FileRow>(`
      SELECT id, path, size_bytes AS sizeBytes, mtime_ms AS mtimeMs, is_read AS isRead, is_present | is_split AS isPresent
        FROM file WHERE volume_id = ? AND sheet_key IS NULL`);
    this.#toRead = db.prepare<[VolumeId, number], PendingFile>(`
      SELECT id, kind, path, size_bytes AS sizeBytes FROM file
       WHERE volume_id = ? AND is_read = 0 AND is_present = 1 ORDER BY kind, path LIMIT ?`);
    this.#toMeasure = db.prepare<
      [VolumeId, string, number],
      Omit<PendingFile, 'charset'> & { charset: string | null }
    >(`
      SELECT f.id, f.kind, f.path, f.size_bytes AS sizeBytes, t.charset FROM track t JOIN file f ON f.key = t.key
       WHERE t.volume_id = ? AND t.length_is = ? AND t.is_present = 1 ORDER BY t.key LIMIT ?`);
    this.#legacy = db.prepare<{ volumeId: VolumeId }, Omit<LegacySong, 'legacy'> & { legacy: string }>(`
      SELECT f.id, f.folder_id AS folderId, t.legacy FROM track t JOIN file f ON f.key = t.key
       WHERE t.volume_id = :volumeId AND t.legacy IS NOT NULL AND f.folder_id IN (
         SELECT f2.folder_id FROM track t2 JOIN file f2 ON f2.key = t2.key
          WHERE t2.volume_id = :volumeId AND t2.legacy IS NOT NULL AND t2.charset IS NULL)`);
    this.#finish = db.prepare<[string, VolumeId]>('UPDATE volume SET last_scan = ? WHERE id = ?');
    this.#folders = new FolderWriter(db);
    this.#genres = new GenreWriter(db);
    this.#fileWriter = new FileWriter(db, this.#folders);
    this.#readWriter = new ReadWriter(db, this.#fileWriter, this.#genres);
    this.#reconciler = new Reconciler(db, this.#genres);
    this.#artwork = new ArtworkQueue(db);
    this.#moves = new MoveFinder(db);
  }

  begin(volumeId: VolumeId, label: string): ReadonlyMap<string, IndexedFile> {
    this.#atomically(() => {
      this.#saveVolume.run({ volumeId, label: shownText(label) ?? volumeId });
      this.#folders.ensure(volumeId, Buffer.alloc(0));
    });
    const known = new Map<string, IndexedFile>();
    for (const { path, isRead, isPresent, ...file } of this.#files.iterate(volumeId)) {
      known.set(path.toString('latin1'), { ...file, isRead: isRead === 1, isPresent: isPresent === 1 });
    }
    return known;
  }

  saveWalked(volumeId: VolumeId, files: readonly WalkedFile[]): void {
    this.#atomically(() => {
      for (const file of files) this.#fileWriter.save(volumeId, file);
    });
  }

  setPresent(_volumeId: VolumeId, ids: readonly string[], isPresent: boolean): void {
    this.#atomically(() => {
      for (const id of ids) this.#fileWriter.setPresent(id, isPresent);
    });
  }

  pendingReads(volumeId: VolumeId, limit: number): readonly PendingFile[] {
    return this.#toRead.all(volumeId, limit);
  }

  pendingLengths(volumeId: VolumeId, lengthIs: 'unread' | 'guessed', limit: number): readonly PendingFile[] {
    const rows = this.#toMeasure.all(volumeId, lengthIs, limit);
    return rows.map(({ charset, ...file }) => (charset === null ? file : { ...file, charset }));
  }

  saveRead(volumeId: VolumeId, results: readonly SavedRead[]): void {
    this.#atomically(() => {
      for (const result of results) this.#readWriter.save(volumeId, result);
    });
  }

  findMoves(volumeId: VolumeId): readonly SongMove[] {
    let moves: readonly SongMove[] = [];
    this.#atomically(() => {
      moves = this.#moves.find(volumeId);
    });
    return moves;
  }

  legacySongs(volumeId: VolumeId): readonly LegacySong[] {
    return this.#legacy.all({ volumeId }).map((row) => ({ ...row, legacy: JSON.parse(row.legacy) as LegacyTexts }));
  }

  saveNames(volumeId: VolumeId, names: readonly ResolvedNames[]): void {
    this.#atomically(() => {
      for (const one of names) this.#readWriter.saveNames(volumeId, one);
    });
  }

  reconcile(volumeId: VolumeId): void {
    this.#atomically(() => {
      this.#reconciler.reconcile(volumeId);
    });
  }

  pendingArtwork(volumeId: VolumeId, limit: number): readonly PendingArtwork[] {
    return this.#artwork.pending(volumeId, limit);
  }

  saveArtwork(_volumeId: VolumeId, ownerId: string, artworkId: ArtworkId | undefined): void {
    this.#artwork.save(ownerId, artworkId);
  }

  finish(volumeId: VolumeId, summary: ScanSummary): void {
    this.#finish.run(JSON.stringify(summary), volumeId);
  }

  #atomically(work: () => void): void {
    try {
      this.#db.transaction(work).immediate();
    } catch (error) {
      this.#folders.forget();
      this.#genres.forget();
      throw error;
    }
  }
}
