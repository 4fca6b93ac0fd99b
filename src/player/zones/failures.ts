import type { ItemId } from '#player/ports';

const LIMIT = 3;

/** Files that could not be played: which of them are passed over, and when there were too many in a row. */
export class Failures {
  readonly #broken = new Set<ItemId>();
  #inARow = 0;
  #last: ItemId | undefined;

  /** The one that failed last, until something plays again. */
  get last(): ItemId | undefined {
    return this.#last;
  }

  isBroken(id: ItemId): boolean {
    return this.#broken.has(id);
  }

  /** True where it is time to stop. */
  add(id: ItemId): boolean {
    this.#broken.add(id);
    this.#last = id;
    this.#inARow += 1;
    if (this.#inARow < LIMIT) return false;
    this.#inARow = 0;
    return true;
  }

  heard(id: ItemId): void {
    this.#inARow = 0;
    this.#last = undefined;
    this.#broken.delete(id);
  }

  /** It may be another file now. */
  forget(id: ItemId): void {
    this.#broken.delete(id);
  }

  /** Somebody asked for it: all of them may be tried again. */
  forgive(): void {
    this.#broken.clear();
    this.#inARow = 0;
    this.#last = undefined;
  }
}
