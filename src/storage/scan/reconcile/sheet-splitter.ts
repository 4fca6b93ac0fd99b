import type { VolumeId } from '#contract/entities/ids';
import { artistId, sheetSongId } from '#kernel/derive-id';
import { SearchIndex } from '#storage/library/search-index';
import type { GenreWriter } from '#storage/scan/genre-writer';
import { sheetOfText, songsOfFile, type SheetFile, type StretchSong } from '#storage/scan/reconcile/sheet-songs';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { naturalKey } from '#storage/text/natural-key';
import { titleSort } from '#storage/text/sort-key';

interface SheetRow {
  readonly key: number;
  readonly content: string;
}

interface MadeRow {
  readonly key: number;
  readonly id: string;
  readonly isPresent: number;
  readonly stamp: string | null;
}

interface Wanted {
  readonly sheetKey: number;
  readonly file: FileRow;
  readonly song: StretchSong;
}

type FileRow = SheetFile & { readonly name: string; readonly stamp: string };

/** Takes files apart that cue sheets lie beside, and puts them together again where a sheet is gone. Only what is different is written. */
export class SheetSplitter {
  readonly #sheets;
  readonly #made;
  readonly #file;
  readonly #split;
  readonly #setWhole;
  readonly #showWhole;
  readonly #setListed;
  readonly #setPresent;
  readonly #showSong;
  readonly #saveFile;
  readonly #saveSong;
  readonly #genres: GenreWriter;
  readonly #search: SearchIndex;

  constructor(db: Db, genres: GenreWriter) {
    this.#genres = genres;
    this.#search = new SearchIndex(db, 'track_search', ['title', 'artist', 'album']);
    this.#sheets = db.prepare<[VolumeId], SheetRow>(`
      SELECT f.key, s.content FROM cue_sheet s JOIN file f ON f.key = s.key
       WHERE f.volume_id = ? AND f.is_present = 1 ORDER BY f.path`);
    this.#made = db.prepare<[VolumeId], MadeRow>(`
      SELECT key, id, is_present AS isPresent, sheet_stamp AS stamp FROM file
       WHERE volume_id = ? AND sheet_key IS NOT NULL`);
    // A length that is not settled yet would be written again; until then the file is one song.
    this.#file = db.prepare<{ volumeId: VolumeId; path: Buffer }, FileRow>(`
      SELECT f.key, f.path, f.name, t.artist, t.album, t.album_artist AS albumArtist, t.genre, t.year,
             t.disc_number AS discNumber, t.duration_ms AS durationMs,
             f.size_bytes || ':' || CAST(f.mtime_ms AS INTEGER) || ':' || coalesce(f.signature, '') AS stamp
        FROM file f JOIN track t ON t.key = f.key
       WHERE f.volume_id = :volumeId AND f.path = :path AND f.kind = 'audio' AND f.sheet_key IS NULL
         AND f.is_present | f.is_split = 1 AND f.is_read = 1 AND f.skip_reason IS NULL AND t.length_is IS NULL`);
    this.#split = db.prepare<[VolumeId], { key: number }>('SELECT key FROM file WHERE volume_id = ? AND is_split = 1');
    this.#setWhole = db.prepare<{ key: number; isSplit: number }>(
      'UPDATE file SET is_split = :isSplit, is_present = 1 - :isSplit WHERE key = :key',
    );
    this.#showWhole = db.prepare<[number, number]>('UPDATE track SET is_present = ? WHERE key = ?');
    this.#setListed = db.prepare<{ key: number; isListed: number }>(
      'UPDATE playlist SET is_present = :isListed WHERE key = :key AND is_present <> :isListed',
    );
    this.#setPresent = db.prepare<[number, number]>('UPDATE file SET is_present = ?, moved_to = NULL WHERE key = ?');
    this.#showSong = db.prepare<[number, number]>('UPDATE track SET is_present = ? WHERE key = ?');
    this.#saveFile = db.prepare<Record<string, unknown>, { key: number }>(`
      INSERT INTO file (id, volume_id, folder_id, kind, path, path_shown, name, sort_key, size_bytes, mtime_ms, is_read,
                        reader, signature, sheet_key, sheet_stamp)
      SELECT :id, volume_id, folder_id, kind, path, path_shown, :name, :sortKey, size_bytes, mtime_ms, 1,
             'cue', signature || '#' || :number, :sheetKey, :stamp FROM file WHERE key = :fileKey
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, sort_key = excluded.sort_key, is_present = 1, moved_to = NULL,
        size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms, signature = excluded.signature,
        sheet_key = excluded.sheet_key, sheet_stamp = excluded.sheet_stamp
      RETURNING key`);
    this.#saveSong = db.prepare(`
      INSERT INTO track (key, id, volume_id, title, sort_key, letter, artist, artist_id, album, album_artist, genre, year,
                         track_number, disc_number, duration_ms, start_ms, end_ms, has_picture, codec, bitrate, sample_rate,
                         gain_db, peak, album_gain_db, album_peak, picture_start, picture_bytes)
      SELECT :key, :id, volume_id, :title, :sortKey, :letter, :artist, :artistId, :album, :albumArtist, :genre, :year,
             :number, :discNumber, :durationMs, :startMs, :endMs, has_picture, codec, bitrate, sample_rate,
             gain_db, peak, album_gain_db, album_peak, picture_start, picture_bytes FROM track WHERE key = :fileKey
      ON CONFLICT (key) DO UPDATE SET is_present = 1, title = excluded.title, sort_key = excluded.sort_key,
        letter = excluded.letter, artist = excluded.artist, artist_id = excluded.artist_id, album = excluded.album,
        album_artist = excluded.album_artist, genre = excluded.genre, year = excluded.year,
        track_number = excluded.track_number, disc_number = excluded.disc_number, duration_ms = excluded.duration_ms,
        start_ms = excluded.start_ms, end_ms = excluded.end_ms, has_picture = excluded.has_picture,
        picture_start = excluded.picture_start, picture_bytes = excluded.picture_bytes, gain_db = excluded.gain_db,
        peak = excluded.peak, album_gain_db = excluded.album_gain_db, album_peak = excluded.album_peak,
        is_measured = 0, measured_gain_db = NULL, measured_peak = NULL`);
  }

  apply(volumeId: VolumeId): void {
    const made = this.#made.all(volumeId);
    const sheets = this.#sheets.all(volumeId);
    if (made.length === 0 && sheets.length === 0) return;

    const wanted = this.#wanted(volumeId, sheets);
    const kept = new Set<string>();
    const known = new Map(made.map((row) => [row.id, row]));
    for (const one of wanted) kept.add(this.#save(volumeId, one, known));
    for (const { key, id, isPresent } of made) if (isPresent === 1 && !kept.has(id)) this.#take(key);
    this.#settleWholes(volumeId, new Set(wanted.map(({ file }) => file.key)));
  }

  /** Of several sheets for one file the first counts. */
  #wanted(volumeId: VolumeId, sheets: readonly SheetRow[]): Wanted[] {
    const taken = new Set<number>();
    return sheets.flatMap(({ key: sheetKey, content }) => {
      const sheet = sheetOfText(content);
      const found = sheet.files.flatMap(({ paths, songs }) => {
        const file = this.#firstOf(volumeId, songs.length < 2 ? [] : paths);
        if (file === undefined) return [];
        const stretches = songsOfFile(sheet, songs, file);
        if (stretches.length > 0 && taken.has(file.key)) return [];
        if (stretches.length > 0) taken.add(file.key);
        return stretches.map((song) => ({ sheetKey, file, song }));
      });
      // A sheet that takes a file apart is no list of files.
      const isList = sheet.files.length > 1 && sheet.files.every(({ songs }) => songs.length < 2);
      this.#setListed.run({ key: sheetKey, isListed: Number(isList) });
      return found;
    });
  }

  #firstOf(volumeId: VolumeId, paths: readonly Buffer[]): FileRow | undefined {
    for (const path of paths) {
      const file = this.#file.get({ volumeId, path });
      if (file !== undefined) return file;
    }
    return undefined;
  }

  #save(volumeId: VolumeId, { sheetKey, file, song }: Wanted, known: ReadonlyMap<string, MadeRow>): string {
    const id = sheetSongId(volumeId, file.path, song.number);
    const stamp = JSON.stringify([sheetKey, file.stamp, song]);
    const before = known.get(id);
    if (before?.isPresent === 1 && before.stamp === stamp) return id;

    const name = `${file.name} ${String(song.number).padStart(2, '0')}`;
    const about = { id, fileKey: file.key, number: song.number };
    const row = this.#saveFile.get({ ...about, name, sortKey: naturalKey(name), sheetKey, stamp });
    if (row === undefined) return id;
    const { title, artist, album, genre } = song;
    const theirId = artist === null ? null : artistId(foldText(artist));
    this.#saveSong.run({ ...song, ...about, ...titleSort(title), key: row.key, artistId: theirId });
    this.#search.save(row.key, [title, artist, album]);
    this.#genres.save(volumeId, row.key, genre === null ? [] : [genre]);
    return id;
  }

  #take(key: number): void {
    this.#setPresent.run(0, key);
    this.#showSong.run(0, key);
  }

  #settleWholes(volumeId: VolumeId, apart: ReadonlySet<number>): void {
    const before = new Set(this.#split.all(volumeId).map(({ key }) => key));
    for (const key of apart) if (!before.has(key)) this.#setApart(key, true);
    for (const key of before) if (!apart.has(key)) this.#setApart(key, false);
  }

  #setApart(key: number, isApart: boolean): void {
    this.#setWhole.run({ key, isSplit: Number(isApart) });
    this.#showWhole.run(Number(!isApart), key);
  }
}
