import type { VolumeId } from '#contract/entities/ids';
import { artistId } from '#kernel/derive-id';
import type { AudioTags, ResolvedNames, SavedRead, SongSheet, VideoTags } from '#library/ports';
import { SearchIndex } from '#storage/library/search-index';
import type { FileRow, FileWriter, ReadMarks } from '#storage/scan/file-writer';
import type { GenreWriter } from '#storage/scan/genre-writer';
import { sheetToText } from '#storage/scan/reconcile/sheet-songs';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { shownText } from '#storage/text/shown-text';
import { titleSort } from '#storage/text/sort-key';
import { titleFromName } from '#storage/text/title-from-name';

interface NamesRow {
  readonly key: number;
  readonly title: string;
  readonly artist: string | null;
  readonly album: string | null;
}

type SongNames = Omit<NamesRow, 'key'>;

/** `lengthIs` is kept of songs only that a look has read. */
type KnownSong = SongNames & { readonly lengthIs: string | null };

/** Columns of a song that are read from it. */
const TAGS = [
  ...['title', 'sort_key', 'letter', 'artist', 'artist_id', 'album', 'album_artist', 'genre', 'year', 'track_number'],
  ...['disc_number', 'duration_ms', 'is_compilation', 'has_picture', 'codec', 'bitrate', 'sample_rate', 'gain_db'],
  ...['picture_start', 'picture_bytes', 'length_is', 'legacy', 'charset'],
  ...['artist_sort', 'album_sort', 'album_artist_sort', 'peak', 'album_gain_db', 'album_peak'],
];

/** What the readers found in files: tags, entries of playlists, or why there was nothing to read. */
export class ReadWriter {
  readonly #files: FileWriter;
  readonly #markRead;
  readonly #settleLength;
  readonly #songNames;
  readonly #saveTrack;
  readonly #saveNames;
  readonly #saveVideo;
  readonly #savePlaylist;
  readonly #saveSheet;
  readonly #dropEntries;
  readonly #addEntry;
  readonly #genres: GenreWriter;
  readonly #tracks: SearchIndex;
  readonly #videos: SearchIndex;
  readonly #playlists: SearchIndex;

  constructor(db: Db, files: FileWriter, genres: GenreWriter) {
    this.#files = files;
    this.#genres = genres;
    this.#markRead = db.prepare<Record<string, string | null>, FileRow>(`
      UPDATE file SET is_read = 1, skip_reason = :reason, reader = coalesce(:reader, reader),
        signature = coalesce(:signature, signature)
      WHERE id = :id
      RETURNING key, kind, name`);
    this.#songNames = db.prepare<[number], KnownSong>(
      'SELECT title, artist, album, length_is AS lengthIs FROM track WHERE key = ?',
    );
    this.#settleLength = db.prepare<[number]>(
      'UPDATE track SET length_is = NULL WHERE key = ? AND length_is IS NOT NULL',
    );
    this.#saveTrack = db.prepare(`
      INSERT INTO track (key, id, volume_id, ${TAGS.join(', ')}) VALUES (?, ?, ?, ${TAGS.map(() => '?').join(', ')})
      ON CONFLICT (key) DO UPDATE SET is_present = 1, is_measured = 0, measured_gain_db = NULL, measured_peak = NULL, ${TAGS.map((name) => `${name} = excluded.${name}`).join(', ')}`);
    this.#saveNames = db.prepare<Record<string, unknown>, NamesRow>(`
      UPDATE track SET title = coalesce(:title, title), sort_key = coalesce(:sortKey, sort_key),
        letter = coalesce(:letter, letter), artist = coalesce(:artist, artist),
        artist_id = coalesce(:artistId, artist_id), album = coalesce(:album, album),
        album_artist = coalesce(:albumArtist, album_artist), genre = coalesce(:genre, genre), charset = :charset
      WHERE key = (SELECT key FROM file WHERE id = :id) RETURNING key, title, artist, album`);
    this.#saveVideo = db.prepare(`
      UPDATE video SET title = :title, sort_key = :sortKey, letter = :letter, duration_ms = :durationMs,
        width = :width, height = :height
      WHERE key = :key`);
    this.#savePlaylist = db.prepare(
      'UPDATE playlist SET name = :title, sort_key = :sortKey, letter = :letter WHERE key = :key',
    );
    this.#saveSheet = db.prepare('INSERT OR REPLACE INTO cue_sheet (key, content) VALUES (?, ?)');
    this.#dropEntries = db.prepare<[number]>('DELETE FROM playlist_entry WHERE playlist_key = ?');
    this.#addEntry = db.prepare('INSERT INTO playlist_entry (playlist_key, position, path) VALUES (?, ?, ?)');
    this.#tracks = new SearchIndex(db, 'track_search', ['title', 'artist', 'album']);
    this.#videos = new SearchIndex(db, 'video_search', ['title']);
    this.#playlists = new SearchIndex(db, 'playlist_search', ['name']);
  }

  save(volumeId: VolumeId, result: SavedRead): void {
    const reason = result.kind === 'unreadable' ? result.reason : null;
    const reader = 'reader' in result ? (result.reader ?? null) : null;
    const signature = result.kind === 'audio' ? (result.tags.signature ?? null) : null;
    const row = this.#put(volumeId, result, { reason, reader, signature });
    if (row === undefined) return;
    if (result.walked !== undefined && result.kind !== 'audio') this.#files.list(volumeId, result.id, row);
    switch (result.kind) {
      case 'audio':
        this.#audio(volumeId, result.id, row, result.tags, result.walked !== undefined);
        return;
      case 'video':
        this.#video(row, result.tags);
        return;
      case 'playlist':
        this.#playlist(row, result.name, result.entries);
        return;
      case 'sheet':
        this.#sheet(row, result.name, result.sheet);
        return;
      case 'unreadable':
        // No later look will find more.
        this.#settleLength.run(row.key);
    }
  }

  #put(volumeId: VolumeId, { id, walked }: SavedRead, marks: ReadMarks): FileRow | undefined {
    if (walked === undefined) return this.#markRead.get({ id, ...marks });
    return this.#files.saveRead(volumeId, walked, marks);
  }

  /** What texts of unknown code page mean, once the others of their folder were seen. */
  saveNames(volumeId: VolumeId, { id, charset, names }: ResolvedNames): void {
    const title = shownText(names.title);
    const artist = shownText(names.artist);
    const genres = names.genre?.split('; ').flatMap((genre) => shownText(genre) ?? []);
    const row = this.#saveNames.get({
      id,
      charset,
      title: title ?? null,
      sortKey: title === undefined ? null : titleSort(title).sortKey,
      letter: title === undefined ? null : titleSort(title).letter,
      artist: artist ?? null,
      artistId: artist === undefined ? null : artistId(foldText(artist)),
      album: shownText(names.album) ?? null,
      albumArtist: shownText(names.albumArtist) ?? null,
      genre: genres?.[0] ?? null,
    });
    if (row === undefined) return;
    this.#tracks.save(row.key, [row.title, row.artist, row.album]);
    if (genres !== undefined) this.#genres.save(volumeId, row.key, genres);
  }

  #audio(volumeId: VolumeId, id: string, { key, name }: FileRow, tags: AudioTags, isNew: boolean): void {
    const title = shownText(tags.title) ?? titleFromName(name);
    const artist = shownText(tags.artist) ?? shownText(tags.albumArtist);
    const album = shownText(tags.album);
    const genres = (tags.genres ?? []).flatMap((genre) => shownText(genre) ?? []);
    const { sortKey, letter } = titleSort(shownText(tags.titleSort) ?? title);
    const before = isNew ? undefined : this.#songNames.get(key);
    this.#saveTrack.run(
      ...[key, id, volumeId, title, sortKey, letter, artist ?? null],
      artist === undefined ? null : artistId(foldText(artist)),
      ...[album ?? null, shownText(tags.albumArtist) ?? null, genres[0] ?? null],
      ...[tags.year, tags.trackNumber, tags.discNumber, tags.durationMs].map(whole),
      ...[Number(tags.isCompilation ?? false), Number(tags.hasPicture ?? false), shownText(tags.codec) ?? null],
      ...[whole(tags.bitrate), whole(tags.sampleRate), tags.gainDb ?? null],
      ...[whole(tags.picture?.start), whole(tags.picture?.bytes), tags.lengthIs ?? null],
      ...[tags.legacy === undefined ? null : JSON.stringify(tags.legacy), tags.charset ?? null],
      ...[tags.artistSort, tags.albumSort, tags.albumArtistSort].map((name) => shownText(name) ?? null),
      ...[tags.peak, tags.albumGainDb, tags.albumPeak].map((value) => value ?? null),
    );
    if (!isFoundBy(before, { title, artist: artist ?? null, album: album ?? null })) {
      this.#tracks.save(key, [title, artist, album]);
    }
    this.#genres.save(volumeId, key, genres);
  }

  #video({ key, name }: FileRow, tags: VideoTags): void {
    const title = shownText(tags.title) ?? titleFromName(name);
    this.#saveVideo.run({
      key,
      title,
      ...titleSort(title),
      durationMs: whole(tags.durationMs),
      width: whole(tags.width),
      height: whole(tags.height),
    });
    this.#videos.save(key, [title]);
  }

  /** Where each song has a file of its own, a sheet is a list of files. */
  #sheet(row: FileRow, name: string, sheet: SongSheet): void {
    this.#saveSheet.run(row.key, sheetToText(sheet));
    this.#playlist(
      row,
      name,
      sheet.files.flatMap(({ paths }) => paths.slice(0, 1)),
    );
  }

  #playlist({ key, name }: FileRow, givenName: string, entries: readonly Buffer[]): void {
    const title = shownText(givenName) ?? titleFromName(name);
    this.#savePlaylist.run({ key, title, ...titleSort(title) });
    this.#playlists.save(key, [title]);
    this.#dropEntries.run(key);
    entries.forEach((path, position) => this.#addEntry.run(key, position, path));
  }
}

/** Whether a search finds it by these names already: a later look for the length brings those of an earlier one. */
function isFoundBy(before: KnownSong | undefined, { title, artist, album }: SongNames): boolean {
  const isRead = before !== undefined && before.lengthIs !== null;
  return isRead && before.title === title && before.artist === artist && before.album === album;
}

/** Tags hold anything; what is not a number that can be shown counts as absent. */
function whole(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value) || value < 0 || value > Number.MAX_SAFE_INTEGER) return null;
  return Math.round(value);
}
