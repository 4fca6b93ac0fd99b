import type { AlbumId, VolumeId } from '#contract/entities/ids';
import {
  albumCandidates,
  songCandidates,
  videoCandidates,
  type PictureFile,
} from '#storage/scan/reconcile/artwork-candidates';
import type { AlbumGroup } from '#storage/scan/reconcile/group-albums';
import type { ReconciledTrack } from '#storage/scan/reconcile/reconciled-track';
import type { Db } from '#storage/sqlite/db';

type Group = AlbumGroup<ReconciledTrack>;
export type ImagesByFolder = ReadonlyMap<string, readonly PictureFile[]>;

interface ImageRow extends PictureFile {
  readonly folderId: string;
}

interface FilmRow extends ImageRow {
  readonly artworkCandidates: string | null;
}

const STAMP = "f.size_bytes || ':' || CAST(f.mtime_ms AS INTEGER) AS stamp";

/** Where the pictures of albums, films and songs without album may come from. */
export class ArtworkWriter {
  readonly #images;
  readonly #films;
  readonly #setAlbum;
  readonly #setFilm;
  readonly #setSong;

  constructor(db: Db) {
    this.#images = db.prepare<[VolumeId], ImageRow>(`
      SELECT f.key, f.name, f.folder_id AS folderId, ${STAMP}
        FROM file f WHERE f.volume_id = ? AND f.kind = 'image' AND f.is_present = 1`);
    this.#films = db.prepare<[VolumeId], FilmRow>(`
      SELECT f.key, f.name, f.folder_id AS folderId, ${STAMP}, v.artwork_candidates AS artworkCandidates
        FROM video v JOIN file f ON f.key = v.key WHERE v.volume_id = ? AND v.is_present = 1`);
    this.#setAlbum = db.prepare<{ id: AlbumId; list: string | null }>(
      'UPDATE album SET artwork_candidates = :list WHERE id = :id AND artwork_candidates IS NOT :list',
    );
    this.#setFilm = db.prepare('UPDATE video SET artwork_candidates = ? WHERE key = ?');
    this.#setSong = db.prepare('UPDATE track SET artwork_candidates = ? WHERE key = ?');
  }

  imagesOf(volumeId: VolumeId): ImagesByFolder {
    return Map.groupBy(this.#images.all(volumeId), (image) => image.folderId);
  }

  saveAlbum(id: AlbumId, group: Group, images: ImagesByFolder): void {
    this.#setAlbum.run({ id, list: ofAlbum(group, images) ?? null });
  }

  saveSong(track: ReconciledTrack): void {
    const list = track.album === null && track.hasPicture === 1 ? (songCandidates(track) ?? null) : null;
    if (list !== track.artworkCandidates) this.#setSong.run(list, track.key);
  }

  saveFilms(volumeId: VolumeId, images: ImagesByFolder): void {
    for (const film of this.#films.all(volumeId)) {
      const list = videoCandidates(images.get(film.folderId) ?? [], film) ?? null;
      if (list !== film.artworkCandidates) this.#setFilm.run(list, film.key);
    }
  }
}

function ofAlbum(group: Group, images: ImagesByFolder): string | undefined {
  const folders = new Set(group.tracks.map((track) => track.folderId));
  const beside = [...folders].flatMap((folder) => images.get(folder) ?? []);
  return albumCandidates(
    beside,
    group.tracks.filter((track) => track.hasPicture === 1),
  );
}
