import type { VolumeId } from '#contract/entities/ids';
import type { Db } from '#storage/sqlite/db';

export interface VisibleVolume {
  readonly id: VolumeId;
  readonly isOnline: boolean;
  readonly mountPoint: Buffer;
}

/** The volumes that lists may show, as the connection's own temporary table: every query of the library joins it. */
export class VisibleVolumes {
  readonly #replace;
  #volumes: ReadonlyMap<string, VisibleVolume> = new Map();

  constructor(db: Db) {
    db.exec(`
      CREATE TEMP TABLE IF NOT EXISTS visible_volume (
        volume_id TEXT PRIMARY KEY,
        is_online INTEGER NOT NULL
      ) WITHOUT ROWID`);
    const clear = db.prepare('DELETE FROM temp.visible_volume');
    const add = db.prepare('INSERT OR REPLACE INTO temp.visible_volume (volume_id, is_online) VALUES (?, ?)');
    this.#replace = db.transaction((volumes: readonly VisibleVolume[]) => {
      clear.run();
      for (const { id, isOnline } of volumes) add.run(id, Number(isOnline));
    });
  }

  set(volumes: readonly VisibleVolume[]): void {
    // First what the player asks: a stick can come and go although the index cannot be read.
    this.#volumes = new Map(volumes.map((volume) => [volume.id, volume]));
    this.#replace(volumes);
  }

  list(): readonly VisibleVolume[] {
    return [...this.#volumes.values()];
  }

  has(id: string): boolean {
    return this.#volumes.has(id);
  }

  isOnline(id: string): boolean {
    return this.#volumes.get(id)?.isOnline ?? false;
  }

  /** Undefined while the volume is out. */
  mountPoint(id: string): Buffer | undefined {
    const volume = this.#volumes.get(id);
    return volume?.isOnline === true ? volume.mountPoint : undefined;
  }
}
