import type { ArtworkId, VolumeId } from '#contract/entities/ids';
import type { PendingArtwork } from '#library/ports';
import { readCandidates } from '#storage/scan/reconcile/artwork-candidates';
import type { Db } from '#storage/sqlite/db';

interface OwnerRow {
  readonly ownerId: string;
  readonly ownerKind: PendingArtwork['ownerKind'];
  readonly candidates: string;
}

interface FileRow {
  readonly path: Buffer;
  readonly start: number | null;
  readonly bytes: number | null;
}

const OWNERS = ['album', 'video', 'track'] as const;
const NAMED = {
  album: 'id = :ownerId',
  video: 'id = :ownerId',
  track: 'key = (SELECT key FROM file WHERE id = :ownerId)',
} as const;
const LISTED = { album: 'track_count > 0', video: 'is_present = 1', track: 'is_present = 1' } as const;

/** Whose picture was not yet looked for, or whose files changed since. */
export class ArtworkQueue {
  readonly #pending;
  readonly #path;
  readonly #save;

  constructor(db: Db) {
    this.#pending = OWNERS.map((kind) =>
      db.prepare<[VolumeId, number], OwnerRow>(`
        SELECT id AS ownerId, '${kind}' AS ownerKind, artwork_candidates AS candidates
          FROM ${kind}
         WHERE volume_id = ? AND artwork_candidates IS NOT artwork_tried AND artwork_candidates IS NOT NULL
           AND ${LISTED[kind]}
         ORDER BY ${kind === 'track' ? 'key' : 'sort_key'} LIMIT ?`),
    );
    this.#path = db.prepare<[number], FileRow>(`
      SELECT f.path, t.picture_start AS start, t.picture_bytes AS bytes
        FROM file f LEFT JOIN track t ON t.key = f.key WHERE f.key = ? AND f.is_present = 1`);
    this.#save = OWNERS.map((kind) =>
      db.prepare<{ ownerId: string; artworkId: ArtworkId | null }>(
        `UPDATE ${kind} SET artwork_id = :artworkId, artwork_tried = artwork_candidates WHERE ${NAMED[kind]}`,
      ),
    );
  }

  /** Albums first: they are what the screen shows. */
  pending(volumeId: VolumeId, limit: number): readonly PendingArtwork[] {
    const owners: OwnerRow[] = [];
    for (const statement of this.#pending) {
      if (owners.length < limit) owners.push(...statement.all(volumeId, limit - owners.length));
    }
    return owners.map(({ ownerId, ownerKind, candidates }) => ({
      ownerId,
      ownerKind,
      candidates: this.#files(candidates),
    }));
  }

  save(ownerId: string, artworkId: ArtworkId | undefined): void {
    for (const statement of this.#save) {
      if (statement.run({ ownerId, artworkId: artworkId ?? null }).changes > 0) return;
    }
  }

  #files(candidates: string): PendingArtwork['candidates'] {
    return readCandidates(candidates).flatMap(({ kind, fileKey }) => {
      const file = this.#path.get(fileKey);
      if (file === undefined) return [];
      const { path, start, bytes } = file;
      return [{ kind, path, spot: start === null || bytes === null ? undefined : { start, bytes } }];
    });
  }
}
