import type { ItemId, Loudness } from '#player/ports';
import type { Db } from '#storage/sqlite/db';

interface SongRow {
  readonly gainDb: number | null;
  readonly peak: number | null;
  readonly albumGainDb: number | null;
  readonly albumPeak: number | null;
  readonly albumId: string | null;
}

type AlbumRow = Pick<SongRow, 'gainDb' | 'peak'> & { readonly durationMs: number | null };

/** A tag counts before what was measured; a gain without a peak (R128) has the one that was measured. */
const gainOf = (track: string) =>
  `coalesce(${track}.gain_db, ${track}.measured_gain_db) AS gainDb,
   iif(${track}.gain_db IS NULL, ${track}.measured_peak, coalesce(${track}.peak, ${track}.measured_peak)) AS peak`;

/** How loud songs are, by their tags or measured; of albums that no tag tells of, by all their songs. */
export class LoudnessReader {
  readonly #song;
  readonly #album;

  constructor(db: Db) {
    this.#song = db.prepare<[string], SongRow>(`
      SELECT ${gainOf('t')}, t.album_gain_db AS albumGainDb, t.album_peak AS albumPeak, t.album_id AS albumId
        FROM track t JOIN file f ON f.key = t.key WHERE f.id = ?`);
    this.#album = db.prepare<[string], AlbumRow>(`
      SELECT ${gainOf('t')}, t.duration_ms AS durationMs FROM track t WHERE t.album_id = ? AND t.is_present = 1`);
  }

  of(id: ItemId): Loudness | undefined {
    const row = this.#song.get(id);
    if (!row) return undefined;
    const isTold = row.albumGainDb !== null;
    const album = isTold || row.albumId === null ? undefined : albumOf(this.#album.all(row.albumId));
    return {
      trackGainDb: row.gainDb ?? undefined,
      trackPeak: row.peak ?? undefined,
      albumGainDb: row.albumGainDb ?? album?.gainDb,
      albumPeak: isTold ? (row.albumPeak ?? undefined) : album?.peak,
    };
  }
}

/** Undefined until all of its songs are known: half an album is not the album. */
function albumOf(rows: readonly AlbumRow[]): { gainDb: number; peak: number | undefined } | undefined {
  const songs = rows.flatMap(({ gainDb, durationMs }) =>
    gainDb === null ? [] : [{ gainDb, durationMs: durationMs ?? 0 }],
  );
  const lengthMs = songs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (songs.length < rows.length || lengthMs === 0) return undefined;
  const power = songs.reduce((sum, { gainDb, durationMs }) => sum + durationMs * 10 ** (-gainDb / 10), 0);
  const peaks = rows.flatMap(({ peak }) => peak ?? []);
  return {
    gainDb: -10 * Math.log10(power / lengthMs),
    peak: peaks.length === rows.length ? Math.max(...peaks) : undefined,
  };
}
