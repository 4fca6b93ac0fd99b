import type { VolumeId } from '#contract/entities/ids';
import type { ScanStore } from '#library/ports';

const SHORTEST_GAP_MS = 700;
/** At most this share of the scan's time goes into albums that are not complete yet. */
const GAP_PER_COST = 10;

/** Makes albums, artists and folders out of what is read: now and then while reading goes on, and at its end. */
export class Reconciler {
  readonly #store: Pick<ScanStore, 'reconcile'>;
  readonly #volumeId: VolumeId;
  #nextAt = 0;
  #isNeeded = false;

  constructor(store: Pick<ScanStore, 'reconcile'>, volumeId: VolumeId) {
    this.#store = store;
    this.#volumeId = volumeId;
  }

  /** Something was committed; true when albums were made of it at once. */
  note(): boolean {
    this.#isNeeded = true;
    if (performance.now() < this.#nextAt) return false;
    this.finish();
    return true;
  }

  /** True when there was anything to do. */
  finish(): boolean {
    if (!this.#isNeeded) return false;
    const startedAt = performance.now();
    this.#store.reconcile(this.#volumeId);
    const cost = performance.now() - startedAt;
    this.#nextAt = performance.now() + Math.max(SHORTEST_GAP_MS, cost * GAP_PER_COST);
    this.#isNeeded = false;
    return true;
  }
}
