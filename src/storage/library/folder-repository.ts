import type { FolderItem } from '#contract/entities/folder';
import { playlistId, trackId, videoId, type ArtworkId, type FolderId, type VolumeId } from '#contract/entities/ids';
import { folderId } from '#kernel/derive-id';
import type { FolderCatalog, FolderPlace, ListSlice, ListWindow } from '#library/browse/ports';
import type { SpokenMarks } from '#library/ports';
import { FolderNotFound, VolumeNotFound } from '#storage/library/not-found';
import { PathFinder } from '#storage/library/path-finder';
import { isSpokenPlace } from '#storage/library/spoken-places';
import { FOLDERS_ON_THE_WAY, FOLDERS_WITHIN } from '#storage/library/within';
import type { VisibleVolumes } from '#storage/library/visible-volumes';
import type { Db } from '#storage/sqlite/db';
import { naturalKey } from '#storage/text/natural-key';

interface FolderRow {
  readonly id: FolderId;
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly volumeId: VolumeId;
  readonly isOnline: number;
  readonly itemCount: number;
}

interface FileRow {
  readonly kind: 'audio' | 'video' | 'playlist';
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly volumeId: VolumeId;
  readonly title: string | null;
  readonly artist: string | null;
  readonly durationMs: number | null;
  readonly artworkId: ArtworkId | null;
}

/** Something that can be listed stands in the folder or below it: `0` is the byte behind `/`. */
const HAS_CONTENT = (folder: string): string => `EXISTS (
  SELECT 1 FROM file INDEXED BY file_by_path
   WHERE file.volume_id = ${folder}.volume_id AND file.is_present = 1 AND file.kind <> 'image'
     AND file.path > CAST(${folder}.path || '/' AS BLOB) AND file.path < CAST(${folder}.path || '0' AS BLOB))`;

const LISTED_FILES = (folderId: string): string =>
  `file WHERE file.folder_id = ${folderId} AND file.is_present = 1 AND file.kind <> 'image'`;

const ITEM_COUNT = `
  (SELECT count(*) FROM ${LISTED_FILES('d.id')})
  + (SELECT count(*) FROM folder child WHERE child.parent_id = d.id AND ${HAS_CONTENT('child')}) AS itemCount`;

/** A folder, and the folders in which something may be shown: null for all. */
interface Place {
  readonly id: FolderId;
  readonly within: string | null;
}

const IS_ON_THE_WAY = `(:within IS NULL OR d.id IN ${FOLDERS_ON_THE_WAY})`;
const IS_WITHIN = `(:within IS NULL OR :id IN ${FOLDERS_WITHIN})`;

/** What stands in folders of the sticks, folders first, each in natural order. */
export class FolderRepository implements FolderCatalog {
  readonly #visible: VisibleVolumes;
  readonly #marks: SpokenMarks;
  readonly #paths: PathFinder;
  readonly #volumes;
  readonly #byId;
  readonly #isShown;
  readonly #folderCount;
  readonly #folders;
  readonly #fileCount;
  readonly #files;

  constructor(db: Db, visible: VisibleVolumes, marks: SpokenMarks) {
    this.#visible = visible;
    this.#marks = marks;
    this.#paths = new PathFinder(db);
    this.#volumes = db.prepare<{ within: string | null }, Omit<FolderRow, 'id'>>(`
      SELECT coalesce(o.label, v.volume_id) AS name, '' AS path, x'' AS bytes, v.volume_id AS volumeId, v.is_online AS isOnline,
             ${ITEM_COUNT}
        FROM temp.visible_volume v
        LEFT JOIN volume o ON o.id = v.volume_id
        LEFT JOIN folder d ON d.volume_id = v.volume_id AND d.path = x''
       WHERE v.is_online = 1 AND (:within IS NULL OR d.id IN ${FOLDERS_ON_THE_WAY})`);
    this.#byId = db.prepare<{ id: string }, Pick<FolderRow, 'volumeId' | 'path' | 'bytes'>>(`
      SELECT d.volume_id AS volumeId, d.path_shown AS path, d.path AS bytes FROM folder d JOIN temp.visible_volume v ON v.volume_id = d.volume_id
       WHERE d.id = :id`);
    this.#isShown = db.prepare<Place, { isShown: number }>(
      `SELECT (:within IS NULL OR :id IN ${FOLDERS_ON_THE_WAY}) AS isShown`,
    );
    this.#folderCount = db.prepare<Place, { total: number }>(
      `SELECT count(*) AS total FROM folder d WHERE d.parent_id = :id AND ${HAS_CONTENT('d')} AND ${IS_ON_THE_WAY}`,
    );
    this.#folders = db.prepare<ListWindow & Place, FolderRow>(`
      SELECT d.id, d.name, d.path_shown AS path, d.path AS bytes, d.volume_id AS volumeId, ${ITEM_COUNT},
             (SELECT is_online FROM temp.visible_volume WHERE volume_id = d.volume_id) AS isOnline
        FROM folder d WHERE d.parent_id = :id AND ${HAS_CONTENT('d')} AND ${IS_ON_THE_WAY}
       ORDER BY d.sort_key, d.path LIMIT :limit OFFSET :offset`);
    this.#fileCount = db.prepare<Place, { total: number }>(
      `SELECT count(*) AS total FROM ${LISTED_FILES(':id')} AND ${IS_WITHIN}`,
    );
    this.#files = db.prepare<ListWindow & Place, FileRow>(`
      WITH page AS MATERIALIZED (
        SELECT file.key FROM ${LISTED_FILES(':id')} AND ${IS_WITHIN} ORDER BY file.sort_key, file.key LIMIT :limit OFFSET :offset)
      SELECT f.kind, f.id, f.name, f.path_shown AS path, f.volume_id AS volumeId, t.title, t.artist,
             coalesce(t.duration_ms, m.duration_ms) AS durationMs,
             coalesce(al.artwork_id, t.artwork_id, m.artwork_id) AS artworkId
        FROM page JOIN file f ON f.key = page.key
        LEFT JOIN track t ON t.key = f.key
        LEFT JOIN album al ON al.id = t.album_id
        LEFT JOIN video m ON m.key = f.key
       ORDER BY f.sort_key, f.key`);
  }

  list(place: FolderPlace, window: ListWindow, folders?: readonly FolderId[]): ListSlice<FolderItem> {
    const within = folders ? JSON.stringify(folders) : null;
    if (place.kind === 'volumes') return this.#listVolumes(window, within);
    const folder = place.kind === 'folder' ? this.#known(place.folderId) : this.#at(place.volumeId, place.path);
    if (this.#isShown.get({ id: folder.id, within })?.isShown === 0) throw new FolderNotFound(folder.id);
    return this.#listFolder({ id: folder.id, within }, this.#visible.isOnline(folder.volumeId), window);
  }

  get(id: FolderId): { volumeId: VolumeId; isSpoken: boolean } {
    const row = this.#byId.get({ id });
    if (row === undefined) throw new FolderNotFound(id);
    return { volumeId: row.volumeId, isSpoken: isSpokenPlace(this.#marks, row) };
  }

  #listVolumes({ offset, limit }: ListWindow, within: string | null): ListSlice<FolderItem> {
    const volumes = this.#volumes
      .all({ within })
      .map((row) => ({ ...row, id: folderId(row.volumeId, Buffer.alloc(0)) }));
    const sorted = volumes.toSorted((a, b) => (naturalKey(a.name) < naturalKey(b.name) ? -1 : 1));
    return { items: sorted.slice(offset, offset + limit).map((row) => this.#toFolder(row)), total: volumes.length };
  }

  #known(id: FolderId): { id: FolderId; volumeId: VolumeId } {
    return { id, volumeId: this.get(id).volumeId };
  }

  #at(volumeId: VolumeId, path: string): { id: FolderId; volumeId: VolumeId } {
    if (!this.#visible.has(volumeId)) throw new VolumeNotFound(volumeId);
    if (path === '') return { id: folderId(volumeId, Buffer.alloc(0)), volumeId };
    const folder = this.#paths.folder(volumeId, path);
    if (folder === undefined) throw new FolderNotFound(path);
    return { id: folder.id, volumeId };
  }

  #listFolder(place: Place, isOnline: boolean, { offset, limit }: ListWindow): ListSlice<FolderItem> {
    const folderCount = this.#folderCount.get(place)?.total ?? 0;
    const fileCount = this.#fileCount.get(place)?.total ?? 0;
    const folders = offset < folderCount ? this.#folders.all({ ...place, offset, limit }) : [];
    const left = limit - folders.length;
    const files = left > 0 ? this.#files.all({ ...place, offset: Math.max(offset - folderCount, 0), limit: left }) : [];
    return {
      items: [...folders.map((row) => this.#toFolder(row)), ...files.map((row) => toItem(row, isOnline))],
      total: folderCount + fileCount,
    };
  }

  #toFolder({ isOnline, bytes, ...row }: FolderRow): FolderItem {
    const isSpoken = isSpokenPlace(this.#marks, { ...row, bytes });
    return { kind: 'folder', ...row, isOnline: isOnline === 1, isSpoken };
  }
}

function toItem({ kind, id, title, artist, durationMs, artworkId, ...rest }: FileRow, isOnline: boolean): FolderItem {
  const shown = { ...rest, isOnline };
  switch (kind) {
    case 'audio':
      return {
        kind: 'track',
        id: trackId.parse(id),
        ...shown,
        title: title ?? rest.name,
        artist,
        durationMs,
        artworkId,
      };
    case 'video':
      return { kind: 'video', id: videoId.parse(id), ...shown, durationMs, artworkId };
    case 'playlist':
      return { kind: 'playlist', id: playlistId.parse(id), ...shown };
  }
}
