import type { VolumeId } from '#contract/entities/ids';
import type { LoudnessStore, MeasuredSong, UnmeasuredSong } from '#library/ports';
import type { Db } from '#storage/sqlite/db';

/** What is longer is spoken, or a whole concert: nobody mixes it with songs. */
const LONGEST_MS = 20 * 60_000;
/** As ReplayGain 2.0 has it. */
const REFERENCE_LUFS = -18;

/** Which songs no tag tells the loudness of, or not how far up they may go, and what was measured of them. */
export class LoudnessWriter implements LoudnessStore {
  readonly #db: Db;
  readonly #unmeasured;
  readonly #save;

  constructor(db: Db) {
    this.#db = db;
    this.#unmeasured = db.prepare<[VolumeId, number, number], UnmeasuredSong>(`
      SELECT f.id, f.path, t.start_ms AS startMs, t.end_ms AS endMs FROM track t JOIN file f ON f.key = t.key
       WHERE t.volume_id = ? AND t.is_present = 1 AND t.is_measured = 0
         AND (t.gain_db IS NULL OR t.gain_db > 0 AND t.peak IS NULL)
         AND t.duration_ms BETWEEN 1 AND ?
       ORDER BY t.album_id, t.key LIMIT ?`);
    this.#save = db.prepare<[number | null, number | null, string]>(`
      UPDATE track SET is_measured = 1, measured_gain_db = ?, measured_peak = ?
       WHERE key = (SELECT key FROM file WHERE id = ?)`);
  }

  unmeasured(volumeId: VolumeId, limit: number): readonly UnmeasuredSong[] {
    return this.#unmeasured.all(volumeId, LONGEST_MS, limit);
  }

  saveMeasured(songs: readonly MeasuredSong[]): void {
    const save = this.#db.transaction(() => {
      for (const { id, measured } of songs) {
        this.#save.run(measured ? REFERENCE_LUFS - measured.lufs : null, measured?.peak ?? null, id);
      }
    });
    save.immediate();
  }
}
