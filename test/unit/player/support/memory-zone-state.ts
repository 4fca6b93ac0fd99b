import type { ZoneId } from '#contract/entities/ids';
import type { StoredPosition, StoredQueue, StoredSound, StoredZone, ZoneStateStore } from '#player/ports';

/** What would be in state.db. */
export class MemoryZoneState implements ZoneStateStore {
  readonly zones = new Map<ZoneId, StoredZone>();

  load(zoneId: ZoneId): StoredZone {
    return this.zones.get(zoneId) ?? { queue: undefined, position: undefined, sound: undefined };
  }

  saveQueue(zoneId: ZoneId, queue: StoredQueue): void {
    this.zones.set(zoneId, { ...this.load(zoneId), queue });
  }

  savePosition(zoneId: ZoneId, position: StoredPosition): void {
    this.zones.set(zoneId, { ...this.load(zoneId), position });
  }

  saveSound(zoneId: ZoneId, sound: StoredSound): void {
    this.zones.set(zoneId, { ...this.load(zoneId), sound });
  }
}
