import type { VolumeId } from '#contract/entities/ids';
import type { PlayableCatalog, StoredEntry } from '#player/ports';
import type { IsPlayable } from '#player/queue/step-queue';
import type { DeckItem } from '#player/zones/deck-words';
import { onlineLookup } from '#player/zones/play-plan';

/** Which sticks are in: as the index says, and what was said since. */
export class SeenSticks {
  readonly #catalog: PlayableCatalog;
  /** Said to be out, whatever the index still says of them: they may be about to be unmounted. */
  readonly #detached = new Set<VolumeId>();
  /** Something of them plays since before anybody said whether they are in. */
  readonly #unseen = new Set<VolumeId>();

  constructor(catalog: PlayableCatalog) {
    this.#catalog = catalog;
  }

  attached(volumeId: VolumeId): void {
    this.#detached.delete(volumeId);
    this.#unseen.delete(volumeId);
  }

  detached(volumeId: VolumeId): void {
    this.#detached.add(volumeId);
    this.#unseen.delete(volumeId);
  }

  /** Counts as in, to reckon what follows, until something is said of it; undefined takes that back. */
  believeIn(volumeId: VolumeId | undefined): void {
    this.#unseen.clear();
    if (volumeId !== undefined && !this.#catalog.isOnline(volumeId)) this.#unseen.add(volumeId);
  }

  isOnline({ volumeId }: StoredEntry): boolean {
    return !this.#detached.has(volumeId) && this.#catalog.isOnline(volumeId);
  }

  locate(entry: StoredEntry): Buffer | undefined {
    return this.#detached.has(entry.volumeId) ? undefined : this.#catalog.locate(entry.id);
  }

  /** An entry as it can be played, from the file that it is now. */
  itemOf(entry: StoredEntry, path: Buffer): DeckItem {
    return { entry, path, clip: this.#catalog.clipOf(entry.id) };
  }

  /** The same for many entries of few sticks. */
  lookup(): IsPlayable {
    const isOnline = onlineLookup(this.#catalog);
    return (entry) => {
      const { volumeId } = entry;
      return (isOnline(entry) || this.#unseen.has(volumeId)) && !this.#detached.has(volumeId);
    };
  }
}
