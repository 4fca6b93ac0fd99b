import { crossfadeMs, isMixed } from '#player/crossfade/crossfade-rules';
import type { PlayableCatalog, StoredEntry } from '#player/ports';
import type { Queue } from '#player/queue/queue';

export interface CrossfaderDeps {
  readonly catalog: Pick<PlayableCatalog, 'describe'>;
  /** Asked at each use; never unless told. */
  crossfadeSeconds?(): number;
}

/** How the songs of a queue go over into each other. */
export class Crossfader {
  readonly #deps: CrossfaderDeps;

  constructor(deps: CrossfaderDeps) {
    this.#deps = deps;
  }

  /** How long the current entry is heard under the beginning of the one that follows; 0: not at all. */
  lengthMs(from: StoredEntry, to: StoredEntry, queue: Queue): number {
    const seconds = this.#seconds();
    if (seconds === 0) return 0;
    const known = this.#deps.catalog.describe([from.id, to.id]);
    const place = queue.index === undefined ? undefined : queue.order[queue.index];
    const behind = place === undefined ? undefined : queue.entries[place + 1];
    const pair = { from: known.get(from.id), to: known.get(to.id) };
    return crossfadeMs(seconds, { ...pair, isInOrder: behind?.entryId === to.entryId });
  }

  /** Other songs may be heard together with it. */
  isMixed({ id }: StoredEntry): boolean {
    const item = this.#seconds() === 0 ? undefined : this.#deps.catalog.describe([id]).get(id);
    return item !== undefined && isMixed(item);
  }

  #seconds(): number {
    return this.#deps.crossfadeSeconds?.() ?? 0;
  }
}
