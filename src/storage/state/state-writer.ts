import type { Db } from '#storage/sqlite/db';
import { SYNCHRONOUS } from '#storage/sqlite/open-database';
import type { StateWrite } from '#storage/state/state-protocol';

export interface StateWriterDeps {
  readonly db: Db;
  /** A commit was found not to wait for the card; it was mended. */
  readonly onLowered: (level: unknown) => void;
}

/** The hand on state.db, in its thread. */
export class StateWriter {
  readonly #deps: StateWriterDeps;
  readonly #statements;
  readonly #inTransaction;
  #isVerified = false;

  constructor(deps: StateWriterDeps) {
    this.#deps = deps;
    this.#statements = prepare(deps.db);
    this.#inTransaction = deps.db.transaction((writes: readonly StateWrite[]) => {
      for (const write of writes) this.#apply(write);
    });
  }

  /** One transaction, on the card when this returns. */
  commit(writes: readonly StateWrite[]): void {
    this.#inTransaction.immediate(writes);
    if (!this.#isVerified) this.#verify();
  }

  /**
   * better-sqlite3 lowers `synchronous` with the first write after entering WAL, so it is looked at after one. The write
   * that follows syncs the log, and with it what was committed before.
   */
  #verify(): void {
    const { db, onLowered } = this.#deps;
    const level = db.pragma('synchronous', { simple: true });
    if (level !== SYNCHRONOUS.full) {
      onLowered(level);
      db.pragma('synchronous = full');
      db.pragma(`user_version = ${String(db.pragma('user_version', { simple: true }))}`);
    }
    this.#isVerified = true;
  }

  #apply(write: StateWrite): void {
    const on = this.#statements;
    switch (write.kind) {
      case 'queue entries':
        on.entries.run({ zoneId: write.zoneId, content: write.content });
        return;
      case 'queue order':
        on.order.run({ zoneId: write.zoneId, places: write.places });
        return;
      case 'queue modes':
        on.modes.run({ zoneId: write.zoneId, isShuffled: Number(write.shuffle), repeat: write.repeat });
        return;
      case 'position': {
        const { index, positionMs, isPlaying } = write.position;
        on.position.run({
          zoneId: write.zoneId,
          index,
          positionMs: Math.round(positionMs),
          isPlaying: Number(isPlaying),
        });
        return;
      }
      case 'sound': {
        const { volumePercent, isMuted, speed } = write.sound;
        on.sound.run({ zoneId: write.zoneId, volumePercent, isMuted: Number(isMuted), speed });
        return;
      }
      case 'play':
        if (write.count === 0) on.removePlay.run(write.id);
        else on.play.run({ id: write.id, count: write.count, position: write.position });
        return;
      case 'resume point':
        if (write.point === undefined) on.removePoint.run(write.id);
        else on.point.run({ id: write.id, ...write.point });
        return;
      case 'note':
        on.note.run(write.note);
        return;
      case 'no note':
        on.removeNote.run(write.topic, write.id);
        return;
      case 'settings':
        for (const [name, value] of Object.entries(write.patch)) on.setting.run(name, JSON.stringify(value));
        return;
      case 'add favourite':
        on.addFavourite.run(write.id);
        return;
      case 'remove favourite':
        on.removeFavourite.run(write.id);
        return;
      case 'move song':
        on.moveFavourite.run({ from: write.from, to: write.to });
        return;
      case 'own playlist': {
        const { id, name, trackIds } = write.playlist;
        on.ownPlaylist.run({ id, name, trackIds: JSON.stringify(trackIds) });
        return;
      }
      case 'remove own playlist':
        on.removeOwnPlaylist.run(write.id);
        return;
      case 'put device':
        on.putDevice.run({
          ...write.device,
          isOwner: Number(write.device.isOwner),
          isGrownUp: Number(write.device.isGrownUp),
        });
        return;
      case 'remove device':
        on.removeDevice.run(write.id);
    }
  }
}

function prepare(db: Db) {
  return {
    entries: db.prepare('INSERT OR REPLACE INTO zone_queue (zone_id, content) VALUES (:zoneId, :content)'),
    order: db.prepare('INSERT OR REPLACE INTO zone_order (zone_id, places) VALUES (:zoneId, :places)'),
    modes: db.prepare(`
      INSERT OR REPLACE INTO zone_mode (zone_id, is_shuffled, repeat) VALUES (:zoneId, :isShuffled, :repeat)`),
    position: db.prepare(`
      INSERT OR REPLACE INTO zone_position (zone_id, entry_index, position_ms, is_playing)
      VALUES (:zoneId, :index, :positionMs, :isPlaying)`),
    sound: db.prepare(`
      INSERT OR REPLACE INTO zone_sound (zone_id, volume_percent, is_muted, speed)
      VALUES (:zoneId, :volumePercent, :isMuted, :speed)`),
    play: db.prepare('INSERT OR REPLACE INTO play (item_id, count, position) VALUES (:id, :count, :position)'),
    removePlay: db.prepare('DELETE FROM play WHERE item_id = ?'),
    point: db.prepare(`
      INSERT OR REPLACE INTO resume_point (item_id, position_ms, position) VALUES (:id, :positionMs, :position)`),
    removePoint: db.prepare('DELETE FROM resume_point WHERE item_id = ?'),
    note: db.prepare(
      'INSERT OR REPLACE INTO note (topic, id, content, position) VALUES (:topic, :id, :content, :position)',
    ),
    removeNote: db.prepare('DELETE FROM note WHERE topic = ? AND id = ?'),
    setting: db.prepare(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
    addFavourite: db.prepare(`
      INSERT OR IGNORE INTO favourite (track_id, position)
      VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM favourite))`),
    removeFavourite: db.prepare('DELETE FROM favourite WHERE track_id = ?'),
    moveFavourite: db.prepare('UPDATE OR REPLACE favourite SET track_id = :to WHERE track_id = :from'),
    ownPlaylist: db.prepare(`
      INSERT INTO own_playlist (id, name, track_ids, position)
      VALUES (:id, :name, :trackIds, (SELECT coalesce(max(position), 0) + 1 FROM own_playlist))
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, track_ids = excluded.track_ids`),
    removeOwnPlaylist: db.prepare('DELETE FROM own_playlist WHERE id = ?'),
    putDevice: db.prepare(`
      INSERT INTO device (id, name, token_hash, is_owner, is_grown_up, position)
      VALUES (:id, :name, :tokenHash, :isOwner, :isGrownUp, (SELECT coalesce(max(position), 0) + 1 FROM device))
      ON CONFLICT (id) DO UPDATE
        SET name = excluded.name, is_owner = excluded.is_owner, is_grown_up = excluded.is_grown_up`),
    removeDevice: db.prepare('DELETE FROM device WHERE id = ?'),
  };
}
