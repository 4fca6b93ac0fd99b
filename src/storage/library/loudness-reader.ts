import { REFERENCE_LUFS } from '#contract/entities/loudness';
import type { ItemId, Loudness } from '#player/ports';
import type { Db } from '#storage/sqlite/db';

interface SongRow {
  readonly gainDb: number | null;
  readonly peak: number | null;
  readonly albumGainDb: number | null;
  readonly albumPeak: number | null;
  readonly albumId: string | null;
  readonly lufs: number | null;
  readonly measuredPeak: number | null;
}

type AlbumRow = Pick<SongRow, 'gainDb' | 'peak' | 'lufs' | 'measuredPeak'> & { readonly durationMs: number | null };

const SONG = `
  t.gain_db AS gainDb, t.peak, l.lufs, l.peak AS measuredPeak FROM track t JOIN file f ON f.key = t.key
    LEFT JOIN loudness l ON l.file_key = t.key
     AND l.stamp = f.size_bytes || ':' || CAST(f.mtime_ms AS INTEGER)`;

/** How loud songs are: what their tags say, else what was measured; of albums without a tag, of all their songs. */
export class LoudnessReader {
  readonly #song;
  readonly #album;

  constructor(db: Db) {
    this.#song = db.prepare<[string], SongRow>(
      `SELECT t.album_gain_db AS albumGainDb, t.album_peak AS albumPeak, t.album_id AS albumId, ${SONG} WHERE f.id = ?`,
    );
    this.#album = db.prepare<[string], AlbumRow>(
      `SELECT t.duration_ms AS durationMs, ${SONG} WHERE t.album_id = ? AND t.is_present = 1`,
    );
  }

  of(id: ItemId): Loudness | undefined {
    const row = this.#song.get(id);
    if (!row) return undefined;
    const track = soundOf(row);
    const isTold = row.albumGainDb !== null;
    const album = isTold || row.albumId === null ? undefined : albumOf(this.#album.all(row.albumId));
    return {
      trackGainDb: track?.gainDb,
      trackPeak: track?.peak,
      albumGainDb: row.albumGainDb ?? album?.gainDb,
      albumPeak: isTold ? (row.albumPeak ?? undefined) : album?.peak,
    };
  }
}

interface Sound {
  readonly gainDb: number;
  readonly peak: number | undefined;
}

function soundOf({ gainDb, peak, lufs, measuredPeak }: Omit<AlbumRow, 'durationMs'>): Sound | undefined {
  if (gainDb !== null) return { gainDb, peak: peak ?? measuredPeak ?? undefined };
  return lufs === null ? undefined : { gainDb: REFERENCE_LUFS - lufs, peak: measuredPeak ?? undefined };
}

/** Undefined until all of its songs are known: half an album is not the album. */
function albumOf(rows: readonly AlbumRow[]): Sound | undefined {
  const sounds = rows.flatMap((row) => {
    const sound = soundOf(row);
    return sound ? [{ ...sound, durationMs: row.durationMs ?? 0 }] : [];
  });
  const lengthMs = sounds.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (sounds.length < rows.length || lengthMs === 0) return undefined;
  const power = sounds.reduce((sum, { gainDb, durationMs }) => sum + durationMs * 10 ** (-gainDb / 10), 0);
  const peaks = sounds.flatMap(({ peak }) => peak ?? []);
  return {
    gainDb: -10 * Math.log10(power / lengthMs),
    peak: peaks.length === sounds.length ? Math.max(...peaks) : undefined,
  };
}
