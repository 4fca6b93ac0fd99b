import type { Migrations } from '#storage/sqlite/migrate';

// What must survive a power cut and a rebuilt index. `position` orders without a clock: it only ever grows.

const FIRST = `
  CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE zone_queue (
    zone_id TEXT PRIMARY KEY,
    content TEXT NOT NULL
  );

  CREATE TABLE zone_position (
    zone_id TEXT PRIMARY KEY,
    entry_index INTEGER NOT NULL,
    position_ms INTEGER NOT NULL,
    is_playing INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE zone_sound (
    zone_id TEXT PRIMARY KEY,
    volume_percent REAL NOT NULL,
    is_muted INTEGER NOT NULL,
    speed REAL NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE favourite (
    track_id TEXT PRIMARY KEY,
    position INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE device (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/**
 * Order and modes of a queue stand apart from its entries, which may be megabytes: a toggle writes none of them again.
 * Content that is no JSON stays what it is, and counts as no queue.
 */
const QUEUE_IN_PARTS = `
  CREATE TABLE zone_order (
    zone_id TEXT PRIMARY KEY,
    places TEXT NOT NULL
  );

  CREATE TABLE zone_mode (
    zone_id TEXT PRIMARY KEY,
    is_shuffled INTEGER NOT NULL,
    repeat TEXT NOT NULL
  ) WITHOUT ROWID;

  INSERT INTO zone_order
    SELECT zone_id, coalesce(json_extract(content, '$.order'), '') FROM zone_queue WHERE json_valid(content);
  INSERT INTO zone_mode
    SELECT zone_id, coalesce(json_extract(content, '$.shuffle'), 0), coalesce(json_extract(content, '$.repeat'), 'off')
      FROM zone_queue WHERE json_valid(content);
  UPDATE zone_queue SET content = json_remove(content, '$.order', '$.shuffle', '$.repeat') WHERE json_valid(content);
`;

/** `position` orders by the last play. */
const PLAYS = `
  CREATE TABLE play (
    item_id TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE resume_point (
    item_id TEXT PRIMARY KEY,
    position_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** Small things by topic, as JSON; `position` orders without a clock. */
const NOTES = `
  CREATE TABLE note (
    topic TEXT NOT NULL,
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (topic, id)
  ) WITHOUT ROWID;
`;

/** `track_ids` is a list as JSON: a playlist is read and written as a whole. */
const OWN_PLAYLISTS = `
  CREATE TABLE own_playlist (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    track_ids TEXT NOT NULL
  );
`;

/** Orders what was begun by when it was left, together with the plays. */
const LEFT_LAST = 'ALTER TABLE resume_point ADD COLUMN position INTEGER NOT NULL DEFAULT 0';

/** Phones of owners may change more than those of guests. */
const OWNERS = 'ALTER TABLE device ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0';

/** Phones that no zone for children holds. */
const GROWN_UPS = 'ALTER TABLE device ADD COLUMN is_grown_up INTEGER NOT NULL DEFAULT 0';

export const STATE_MIGRATIONS: Migrations = [
  FIRST,
  QUEUE_IN_PARTS,
  PLAYS,
  NOTES,
  OWN_PLAYLISTS,
  LEFT_LAST,
  OWNERS,
  GROWN_UPS,
];
