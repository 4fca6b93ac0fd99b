import type { Migrations } from '#storage/sqlite/migrate';

// `key` is SQLite's own row number and stays inside the file; `id` is derived and known outside; being a hash it is
// costly to index (each insert touches another page), so songs are found by the id of their file. Sort keys, letters and
// search texts come from #storage/text. The search tables hold folded text only, so they store no second copy of it.

const FILES = `
  CREATE TABLE volume (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    last_scan TEXT
  ) WITHOUT ROWID;

  CREATE TABLE folder (
    id TEXT PRIMARY KEY,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    parent_id TEXT REFERENCES folder (id),
    path BLOB NOT NULL,
    path_shown TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    UNIQUE (volume_id, path)
  ) WITHOUT ROWID;
  CREATE INDEX folder_by_parent ON folder (parent_id, sort_key);
  CREATE INDEX folder_by_shown_path ON folder (volume_id, path_shown) WHERE CAST(path AS TEXT) <> path_shown;

  CREATE TABLE file (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    folder_id TEXT NOT NULL REFERENCES folder (id),
    kind TEXT NOT NULL CHECK (kind IN ('audio', 'video', 'playlist', 'image')),
    path BLOB NOT NULL,
    path_shown TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mtime_ms REAL NOT NULL,
    is_present INTEGER NOT NULL DEFAULT 1,
    is_read INTEGER NOT NULL DEFAULT 0,
    skip_reason TEXT
  );
  CREATE INDEX file_by_path ON file (volume_id, path, is_present, kind);
  CREATE INDEX file_by_shown_path ON file (volume_id, path_shown) WHERE CAST(path AS TEXT) <> path_shown;
  CREATE INDEX file_by_folder ON file (folder_id, is_present, sort_key, kind);
  CREATE INDEX file_to_read ON file (volume_id, kind, path) WHERE is_read = 0 AND is_present = 1;
  CREATE INDEX file_skipped ON file (volume_id, path) WHERE skip_reason IS NOT NULL AND is_present = 1;
`;

/** What an owner of artwork remembers: where it may come from, where that was last looked for, and what was found. */
const ARTWORK = `
    artwork_candidates TEXT,
    artwork_tried TEXT,
    artwork_id TEXT`;

const MEDIA = `
  CREATE TABLE album (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    title TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL,
    album_artist TEXT,
    artist_id TEXT,
    year INTEGER,
    track_count INTEGER NOT NULL,
    disc_count INTEGER NOT NULL,
    duration_ms INTEGER,
    is_compilation INTEGER NOT NULL,
    ${ARTWORK}
  );
  CREATE INDEX album_by_title ON album (sort_key, volume_id) WHERE track_count > 0;
  CREATE INDEX album_by_letter ON album (letter, volume_id) WHERE track_count > 0;
  CREATE INDEX album_by_artist ON album (artist_id, track_count);
  CREATE INDEX album_of_volume ON album (volume_id);

  CREATE TABLE artist (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL,
    album_count INTEGER NOT NULL,
    track_count INTEGER NOT NULL,
    UNIQUE (id, volume_id)
  );
  CREATE INDEX artist_by_name ON artist (sort_key, id, volume_id) WHERE track_count > 0;
  CREATE INDEX artist_by_letter ON artist (letter, id, volume_id) WHERE track_count > 0;
  CREATE INDEX artist_of_volume ON artist (volume_id);

  CREATE TABLE genre (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL,
    track_count INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, volume_id)
  );
  CREATE INDEX genre_by_name ON genre (sort_key, id, volume_id) WHERE track_count > 0;
  CREATE INDEX genre_of_volume ON genre (volume_id);

  CREATE TABLE track (
    key INTEGER PRIMARY KEY REFERENCES file (key),
    id TEXT NOT NULL,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    is_present INTEGER NOT NULL DEFAULT 1,
    title TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL,
    artist TEXT,
    artist_id TEXT,
    album TEXT,
    album_id TEXT REFERENCES album (id),
    album_position INTEGER,
    album_artist TEXT,
    genre TEXT,
    year INTEGER,
    track_number INTEGER,
    disc_number INTEGER,
    duration_ms INTEGER,
    is_compilation INTEGER NOT NULL DEFAULT 0,
    has_picture INTEGER NOT NULL DEFAULT 0,
    codec TEXT,
    bitrate INTEGER,
    sample_rate INTEGER,
    ${ARTWORK}
  );
  CREATE INDEX track_by_title ON track (sort_key, volume_id) WHERE is_present = 1;
  CREATE INDEX track_by_letter ON track (letter, volume_id) WHERE is_present = 1;
  CREATE INDEX track_by_album ON track (album_id, album_position, volume_id, is_present);
  CREATE INDEX track_by_artist ON track (artist_id, album_id, volume_id, is_present);
  CREATE INDEX track_of_volume ON track (volume_id) WHERE is_present = 1;
  CREATE INDEX track_without_artwork ON track (volume_id) WHERE artwork_candidates IS NOT artwork_tried;

  CREATE TABLE track_genre (
    track_key INTEGER NOT NULL REFERENCES track (key),
    genre_key INTEGER NOT NULL REFERENCES genre (key),
    PRIMARY KEY (track_key, genre_key)
  ) WITHOUT ROWID;
  CREATE INDEX track_genre_by_genre ON track_genre (genre_key, track_key);

  CREATE TABLE video (
    key INTEGER PRIMARY KEY REFERENCES file (key),
    id TEXT NOT NULL UNIQUE,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    is_present INTEGER NOT NULL DEFAULT 1,
    title TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL,
    duration_ms INTEGER,
    width INTEGER,
    height INTEGER,
    ${ARTWORK}
  );
  CREATE INDEX video_by_title ON video (sort_key, volume_id) WHERE is_present = 1;
  CREATE INDEX video_by_letter ON video (letter, volume_id) WHERE is_present = 1;
  CREATE INDEX video_of_volume ON video (volume_id) WHERE is_present = 1;

  CREATE TABLE playlist (
    key INTEGER PRIMARY KEY REFERENCES file (key),
    id TEXT NOT NULL UNIQUE,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    is_present INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL
  );
  CREATE INDEX playlist_by_name ON playlist (sort_key, volume_id) WHERE is_present = 1;

  CREATE TABLE playlist_entry (
    playlist_key INTEGER NOT NULL REFERENCES playlist (key),
    position INTEGER NOT NULL,
    path BLOB NOT NULL,
    file_key INTEGER REFERENCES file (key),
    PRIMARY KEY (playlist_key, position)
  ) WITHOUT ROWID;
  CREATE INDEX playlist_entry_by_file ON playlist_entry (file_key);
`;

const SEARCH_TABLES = {
  track_search: 'title, artist, album',
  album_search: 'title, artist',
  artist_search: 'name',
  video_search: 'title',
  playlist_search: 'name',
};

const SEARCH = Object.entries(SEARCH_TABLES)
  .map(
    ([table, columns]) => `
      CREATE VIRTUAL TABLE ${table} USING fts5(${columns}, content = '', contentless_delete = 1,
        tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');`,
  )
  .join('');

/** Who read a file, what its content is known by and under which id it went on, where a song's picture lies, whether its length is settled, and its texts of unknown code page. */
const READERS = `
  ALTER TABLE file ADD COLUMN reader TEXT;
  ALTER TABLE file ADD COLUMN signature TEXT;
  ALTER TABLE file ADD COLUMN moved_to TEXT;
  CREATE INDEX file_gone ON file (volume_id) WHERE is_present = 0 AND signature IS NOT NULL;
  ALTER TABLE track ADD COLUMN gain_db REAL;
  ALTER TABLE track ADD COLUMN picture_start INTEGER;
  ALTER TABLE track ADD COLUMN picture_bytes INTEGER;
  ALTER TABLE track ADD COLUMN length_is TEXT;
  ALTER TABLE track ADD COLUMN legacy TEXT;
  ALTER TABLE track ADD COLUMN charset TEXT;
  CREATE INDEX track_length_pending ON track (volume_id, length_is) WHERE length_is IS NOT NULL AND is_present = 1;
  CREATE INDEX track_legacy ON track (volume_id) WHERE legacy IS NOT NULL AND charset IS NULL;
`;

/**
 * Cue sheets, and the songs that they make of one file: each has a row in `file` as well, with the file's own path, and
 * `sheet_key` tells which sheet it is of. A file that was split so is not present as a whole.
 */
const SHEETS = `
  CREATE TABLE cue_sheet (
    key INTEGER PRIMARY KEY REFERENCES file (key),
    content TEXT NOT NULL
  );
  ALTER TABLE file ADD COLUMN is_split INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE file ADD COLUMN sheet_key INTEGER REFERENCES file (key);
  ALTER TABLE file ADD COLUMN sheet_stamp TEXT;
  CREATE INDEX file_of_sheet ON file (volume_id) WHERE sheet_key IS NOT NULL;
  CREATE INDEX file_split ON file (volume_id) WHERE is_split = 1;
  ALTER TABLE track ADD COLUMN start_ms INTEGER;
  ALTER TABLE track ADD COLUMN end_ms INTEGER;
`;

/** Where artists and albums stand in lists, as the tags of their songs say it. */
const SORT_NAMES = `
  ALTER TABLE track ADD COLUMN artist_sort TEXT;
  ALTER TABLE track ADD COLUMN album_sort TEXT;
  ALTER TABLE track ADD COLUMN album_artist_sort TEXT;
`;

/** How loud songs are, by their tags. Songs whose tags may say more than was kept are read again. */
const LOUDNESS = `
  ALTER TABLE track ADD COLUMN peak REAL;
  ALTER TABLE track ADD COLUMN album_gain_db REAL;
  ALTER TABLE track ADD COLUMN album_peak REAL;
  UPDATE file SET is_read = 0 WHERE kind = 'audio' AND sheet_key IS NULL AND key IN (
    SELECT key FROM track WHERE gain_db IS NOT NULL OR codec IN ('Opus', 'MPEG-4/AAC', 'ALAC'));
`;

/** The same of songs whose tags do not tell, as it was measured; null once it was tried in vain. */
const MEASURED = `
  ALTER TABLE track ADD COLUMN is_measured INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE track ADD COLUMN measured_gain_db REAL;
  ALTER TABLE track ADD COLUMN measured_peak REAL;
`;

export const LIBRARY_MIGRATIONS: Migrations = [
  ...[FILES + MEDIA + SEARCH, READERS, SHEETS, SORT_NAMES, LOUDNESS, MEASURED],
];
