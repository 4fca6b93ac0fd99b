import type { ZoneId } from '#contract/entities/ids';
import type { StoredPosition, StoredQueue, StoredSound, StoredZone, ZoneStateStore } from '#player/ports';
import { writeEntries, writeOrder } from '#storage/state/stored-queue';
import type { WriteQueue } from '#storage/state/write-queue';

const NOTHING: StoredZone = { queue: undefined, position: undefined, sound: undefined };

/** Where each zone is; in memory, and on the card as soon as it has time. */
export class ZoneStateRepository implements ZoneStateStore {
  readonly #writes: WriteQueue;
  readonly #zones: Map<ZoneId, StoredZone>;

  constructor(zones: ReadonlyMap<ZoneId, StoredZone>, writes: WriteQueue) {
    this.#zones = new Map(zones);
    this.#writes = writes;
  }

  load(zoneId: ZoneId): StoredZone {
    return this.#zones.get(zoneId) ?? NOTHING;
  }

  /** What is the same value as before is not written again: of a toggle, neither entries nor order. */
  saveQueue(zoneId: ZoneId, queue: StoredQueue): void {
    const before = this.load(zoneId).queue;
    const { entries, order, shuffle, repeat } = queue;
    this.#zones.set(zoneId, { ...this.load(zoneId), queue: { entries, order, shuffle, repeat } });
    // In one turn of the event loop, so in one transaction.
    if (before?.entries !== entries) {
      this.#writes.later(`entries ${zoneId}`, () => ({
        kind: 'queue entries',
        zoneId,
        content: writeEntries(entries),
      }));
    }
    if (before?.order !== order) {
      this.#writes.later(`order ${zoneId}`, () => ({ kind: 'queue order', zoneId, places: writeOrder(order) }));
    }
    if (before?.shuffle !== shuffle || before.repeat !== repeat) {
      this.#writes.later(`modes ${zoneId}`, () => ({ kind: 'queue modes', zoneId, shuffle, repeat }));
    }
  }

  savePosition(zoneId: ZoneId, position: StoredPosition): void {
    this.#zones.set(zoneId, { ...this.load(zoneId), position });
    this.#writes.later(`position ${zoneId}`, () => ({ kind: 'position', zoneId, position }));
  }

  saveSound(zoneId: ZoneId, sound: StoredSound): void {
    this.#zones.set(zoneId, { ...this.load(zoneId), sound });
    this.#writes.later(`sound ${zoneId}`, () => ({ kind: 'sound', zoneId, sound }));
  }
}
