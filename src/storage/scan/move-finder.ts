import type { TrackId, VolumeId } from '#contract/entities/ids';
import type { SongMove } from '#library/ports';
import type { Db } from '#storage/sqlite/db';

interface FileRow {
  readonly id: TrackId;
  readonly name: string;
  readonly content: string;
}

/** Finds out under which id songs go on that are gone from where they were. */
export class MoveFinder {
  readonly #hasGone;
  readonly #gone;
  readonly #present;
  readonly #setMoved;
  readonly #moved;

  constructor(db: Db) {
    const content = "signature || ' ' || size_bytes AS content";
    this.#hasGone = db.prepare<[VolumeId], { found: 1 }>(
      'SELECT 1 AS found FROM file WHERE volume_id = ? AND is_present = 0 AND is_split = 0 AND signature IS NOT NULL LIMIT 1',
    );
    this.#gone = db.prepare<[VolumeId], FileRow>(`
      SELECT id, name, ${content} FROM file
       WHERE volume_id = ? AND is_present = 0 AND is_split = 0 AND signature IS NOT NULL AND moved_to IS NULL`);
    this.#present = db.prepare<[VolumeId], FileRow>(`
      SELECT id, name, ${content} FROM file
       WHERE volume_id = ? AND is_present = 1 AND signature IS NOT NULL AND kind = 'audio' ORDER BY path`);
    this.#setMoved = db.prepare<[TrackId, TrackId]>('UPDATE file SET moved_to = ? WHERE id = ?');
    this.#moved = db.prepare<[VolumeId], SongMove>(`
      SELECT id AS "from", moved_to AS "to" FROM file
       WHERE volume_id = ? AND is_present = 0 AND is_split = 0 AND signature IS NOT NULL AND moved_to IS NOT NULL`);
  }

  /** All moves of the volume, each to where the song stands now, however often it went on. */
  find(volumeId: VolumeId): readonly SongMove[] {
    if (this.#hasGone.get(volumeId) === undefined) return [];
    this.#noteNew(volumeId);
    const next = new Map(this.#moved.all(volumeId).map(({ from, to }) => [from, to]));
    return [...next.keys()].map((from) => ({ from, to: endOf(from, next) }));
  }

  #noteNew(volumeId: VolumeId): void {
    const gone = this.#gone.all(volumeId);
    if (gone.length === 0) return;
    const present = Map.groupBy(this.#present.all(volumeId), (file) => file.content);
    for (const file of gone) {
      const same = present.get(file.content) ?? [];
      // Of several copies the one with the same name is meant, else the first.
      const target = same.find(({ name }) => name === file.name) ?? same[0];
      if (target !== undefined) this.#setMoved.run(target.id, file.id);
    }
  }
}

function endOf(from: TrackId, next: ReadonlyMap<TrackId, TrackId>): TrackId {
  const seen = new Set<TrackId>();
  let at = from;
  for (let to = next.get(at); to !== undefined && !seen.has(to); to = next.get(at)) {
    seen.add(to);
    at = to;
  }
  return at;
}
