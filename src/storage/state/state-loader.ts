import { z } from 'zod';

import { playlistId, trackId, type TrackId, type ZoneId } from '#contract/entities/ids';
import { settingsPatch, type SettingsPatch } from '#contract/entities/settings';
import type { OwnPlaylist } from '#library/ports';
import type { ItemId, StoredQueue, StoredZone } from '#player/ports';
import type { StoredDevice } from '#server/ports';
import type { Db } from '#storage/sqlite/db';
import type { StoredPlay, StoredPlays } from '#storage/state/play-repository';
import type { StoredNote, StoredPoint } from '#storage/state/state-protocol';
import { readQueue } from '#storage/state/stored-queue';

/** All that state.db holds. */
export interface StateContent extends StoredPlays {
  readonly settings: SettingsPatch;
  readonly zones: ReadonlyMap<ZoneId, StoredZone>;
  readonly notes: readonly StoredNote[];
  /** Oldest first. */
  readonly favourites: readonly TrackId[];
  /** In the order in which they were made. */
  readonly ownPlaylists: readonly OwnPlaylist[];
  /** In the order of pairing. */
  readonly devices: readonly StoredDevice[];
}

const ownPlaylist = z.object({ id: playlistId, name: z.string(), trackIds: z.array(trackId) });

interface QueueRow {
  readonly entries: string | null;
  readonly places: string | null;
  readonly isShuffled: number | null;
  readonly repeat: string | null;
}

interface ZoneRow extends QueueRow {
  readonly id: ZoneId;
  readonly index: number | null;
  readonly positionMs: number;
  readonly isPlaying: number;
  readonly volumePercent: number | null;
  readonly isMuted: number;
  readonly speed: number;
}

/** What this version does not know, or cannot take, counts as not set. */
export function loadState(db: Db): StateContent {
  const favourites = db.prepare<[], { id: TrackId }>('SELECT track_id AS id FROM favourite ORDER BY position');
  const devices = db.prepare<[], Omit<StoredDevice, 'isOwner' | 'isGrownUp'> & { isOwner: number; isGrownUp: number }>(`
    SELECT id, name, token_hash AS tokenHash, is_owner AS isOwner, is_grown_up AS isGrownUp
      FROM device ORDER BY position`);
  return {
    settings: loadSettings(db),
    zones: loadZones(db),
    favourites: favourites.all().map(({ id }) => id),
    ownPlaylists: loadOwnPlaylists(db),
    devices: devices
      .all()
      .map((device) => ({ ...device, isOwner: device.isOwner !== 0, isGrownUp: device.isGrownUp !== 0 })),
    notes: db.prepare<[], StoredNote>('SELECT topic, id, content, position FROM note').all(),
    ...loadPlays(db),
  };
}

function loadPlays(db: Db): StoredPlays {
  const plays = db.prepare<[], StoredPlay & { id: ItemId }>('SELECT item_id AS id, count, position FROM play');
  const points = db.prepare<[], StoredPoint & { id: ItemId }>(
    'SELECT item_id AS id, position_ms AS positionMs, position FROM resume_point',
  );
  return {
    plays: new Map(plays.all().map(({ id, ...play }) => [id, play])),
    points: new Map(points.all().map(({ id, ...point }) => [id, point])),
  };
}

function loadOwnPlaylists(db: Db): OwnPlaylist[] {
  const rows = db.prepare<[], { id: string; name: string; trackIds: string }>(
    'SELECT id, name, track_ids AS trackIds FROM own_playlist ORDER BY position, id',
  );
  return rows.all().flatMap(({ trackIds, ...row }) => {
    return ownPlaylist.safeParse({ ...row, trackIds: parseJson(trackIds) }).data ?? [];
  });
}

function loadSettings(db: Db): SettingsPatch {
  return db
    .prepare<[], { name: string; value: string }>('SELECT name, value FROM setting')
    .all()
    .map(({ name, value }) => settingsPatch.safeParse({ [name]: parseJson(value) }).data)
    .reduce<SettingsPatch>((settings, one) => ({ ...settings, ...one }), {});
}

function loadZones(db: Db): Map<ZoneId, StoredZone> {
  const rows = db.prepare<[], ZoneRow>(`
    SELECT z.id, q.content AS entries, o.places, m.is_shuffled AS isShuffled, m.repeat, p.entry_index AS "index", p.position_ms AS positionMs,
           p.is_playing AS isPlaying, s.volume_percent AS volumePercent, s.is_muted AS isMuted, s.speed
      FROM (SELECT zone_id AS id FROM zone_queue
            UNION SELECT zone_id FROM zone_position
            UNION SELECT zone_id FROM zone_sound) z
      LEFT JOIN zone_queue q ON q.zone_id = z.id
      LEFT JOIN zone_order o ON o.zone_id = z.id
      LEFT JOIN zone_mode m ON m.zone_id = z.id
      LEFT JOIN zone_position p ON p.zone_id = z.id
      LEFT JOIN zone_sound s ON s.zone_id = z.id`);
  return new Map(rows.all().map((row) => [row.id, toZone(row)]));
}

function toZone({ index, positionMs, isPlaying, volumePercent, isMuted, speed, ...row }: ZoneRow): StoredZone {
  return {
    queue: toQueue(row),
    position: index === null ? undefined : { index, positionMs, isPlaying: isPlaying === 1 },
    sound: volumePercent === null ? undefined : { volumePercent, isMuted: isMuted === 1, speed },
  };
}

function toQueue({ entries, places, isShuffled, repeat }: QueueRow): StoredQueue | undefined {
  if (entries === null) return undefined;
  return readQueue({ entries, places: places ?? '', isShuffled: isShuffled === 1, repeat: repeat ?? '' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
