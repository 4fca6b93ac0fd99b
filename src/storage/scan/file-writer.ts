import type { VolumeId } from '#contract/entities/ids';
import type { WalkedFile } from '#library/ports';
import { SearchIndex } from '#storage/library/search-index';
import type { FolderWriter } from '#storage/scan/folder-writer';
import { nameOf } from '#storage/scan/path-names';
import type { Db } from '#storage/sqlite/db';
import { naturalKey } from '#storage/text/natural-key';
import { shownPath } from '#storage/text/shown-text';
import { titleSort } from '#storage/text/sort-key';
import { titleFromName } from '#storage/text/title-from-name';

const LISTED = {
  audio: { table: 'track', title: 'title' },
  video: { table: 'video', title: 'title' },
  playlist: { table: 'playlist', title: 'name' },
} as const;

type ListedKind = keyof typeof LISTED;

/** What reading a file came to; all null for one that is yet to be read. */
export interface ReadMarks {
  readonly reason: string | null;
  readonly reader: string | null;
  readonly signature: string | null;
}

export interface FileRow {
  readonly key: number;
  readonly kind: string;
  readonly name: string;
}

const UNREAD: ReadMarks = { reason: null, reader: null, signature: null };

/** Files as the walk meets them: new ones are listed by name, changed ones keep what is known until they are read. */
export class FileWriter {
  readonly #folders: FolderWriter;
  readonly #upsert;
  readonly #setPresent;
  readonly #listed: Readonly<Record<ListedKind, ListedWriter>>;

  constructor(db: Db, folders: FolderWriter) {
    this.#folders = folders;
    this.#upsert = db.prepare<unknown[], { key: number }>(`
      INSERT INTO file (id, volume_id, folder_id, kind, path, path_shown, name, sort_key, size_bytes, mtime_ms, is_read,
        skip_reason, reader, signature)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms,
        is_present = 1, is_read = excluded.is_read, skip_reason = excluded.skip_reason,
        reader = coalesce(excluded.reader, reader), signature = excluded.signature, moved_to = NULL, is_split = 0
      RETURNING key`);
    this.#setPresent = db.prepare<{ id: string; isPresent: number }, { key: number; kind: string }>(
      'UPDATE file SET is_present = :isPresent, moved_to = NULL, is_split = 0 WHERE id = :id RETURNING key, kind',
    );
    this.#listed = {
      audio: new ListedWriter(db, 'audio', new SearchIndex(db, 'track_search', ['title', 'artist', 'album'])),
      video: new ListedWriter(db, 'video', new SearchIndex(db, 'video_search', ['title'])),
      playlist: new ListedWriter(db, 'playlist', new SearchIndex(db, 'playlist_search', ['name'])),
    };
  }

  /** Lists it by its name. */
  save(volumeId: VolumeId, file: WalkedFile): void {
    const row = this.#put(volumeId, file, file.kind === 'image', UNREAD);
    if (row !== undefined) this.list(volumeId, file.id, row);
  }

  /** Its row alone, as read: whoever read it lists it. */
  saveRead(volumeId: VolumeId, file: WalkedFile, marks: ReadMarks): FileRow | undefined {
    return this.#put(volumeId, file, true, marks);
  }

  /** By its name, unless it is in its list already. */
  list(volumeId: VolumeId, id: string, { key, kind, name }: FileRow): void {
    if (isListed(kind)) this.#listed[kind].save(key, volumeId, id, name);
  }

  #put(volumeId: VolumeId, file: WalkedFile, isRead: boolean, marks: ReadMarks): FileRow | undefined {
    const { id, kind, path, folder, sizeBytes, mtimeMs } = file;
    const name = shownPath(nameOf(path));
    const row = this.#upsert.get(
      id,
      volumeId,
      this.#folders.ensure(volumeId, folder),
      kind,
      path,
      shownPath(path),
      name,
      naturalKey(name),
      sizeBytes,
      mtimeMs,
      Number(isRead),
      marks.reason,
      marks.reader,
      marks.signature,
    );
    return row && { key: row.key, kind, name };
  }

  setPresent(id: string, isPresent: boolean): void {
    const row = this.#setPresent.get({ id, isPresent: Number(isPresent) });
    if (row !== undefined && isListed(row.kind)) this.#listed[row.kind].setPresent(row.key, isPresent);
  }
}

function isListed(kind: string): kind is ListedKind {
  return Object.hasOwn(LISTED, kind);
}

class ListedWriter {
  readonly #show;
  readonly #insert;
  readonly #setPresent;
  readonly #search: SearchIndex;
  readonly #columns: number;

  constructor(db: Db, kind: ListedKind, search: SearchIndex) {
    const { table, title } = LISTED[kind];
    this.#show = db.prepare<[number]>(`UPDATE ${table} SET is_present = 1 WHERE key = ?`);
    this.#insert = db.prepare(`
      INSERT INTO ${table} (key, id, volume_id, ${title}, sort_key, letter)
      VALUES (:key, :id, :volumeId, :title, :sortKey, :letter)`);
    this.#setPresent = db.prepare<[number, number]>(`UPDATE ${table} SET is_present = ? WHERE key = ?`);
    this.#search = search;
    this.#columns = kind === 'audio' ? 3 : 1;
  }

  save(key: number, volumeId: VolumeId, id: string, name: string): void {
    if (this.#show.run(key).changes > 0) return;
    const title = titleFromName(name);
    this.#insert.run({ key, id, volumeId, title, ...titleSort(title) });
    this.#search.save(key, [title, ...Array<undefined>(this.#columns - 1).fill(undefined)]);
  }

  setPresent(key: number, isPresent: boolean): void {
    this.#setPresent.run(Number(isPresent), key);
  }
}
