import { DeathPact } from '#player/adapters/mpv/death-pact';
import type { NextLoad } from '#player/engine-port';

type Load = Pick<NextLoad, 'loadId' | 'isFilm'>;

/**
 * Ends a player with this process while whoever drives would see a film on it, or one that follows by itself: nobody would
 * take that off any more. With music alone it plays on.
 */
export class FilmPact {
  readonly #pidOf: () => number | undefined;
  readonly #pact: Pick<DeathPact, 'hold'>;
  #isInSight = false;
  #on: Load | undefined;
  #next: Load | undefined;

  /** `pidOf` is undefined where the player ends by itself, as on another machine. */
  constructor(pidOf: () => number | undefined, pact: Pick<DeathPact, 'hold'> = new DeathPact()) {
    this.#pidOf = pidOf;
    this.#pact = pact;
  }

  setInSight(isInSight: boolean): void {
    this.#isInSight = isInSight;
    this.#weigh();
  }

  /** Nothing follows it yet. */
  loaded(load: Load): void {
    this.#on = load;
    this.prepared(undefined);
  }

  prepared(next: Load | undefined): void {
    this.#next = next;
    this.#weigh();
  }

  /** What was prepared may have followed. */
  started(loadId: number): void {
    if (loadId === this.#next?.loadId) this.loaded(this.#next);
  }

  /** Nothing is on, or there is no player. */
  unloaded(): void {
    this.#on = undefined;
    this.prepared(undefined);
  }

  #weigh(): void {
    const isSeen = this.#isInSight && [this.#on, this.#next].some((load) => load?.isFilm === true);
    this.#pact.hold(isSeen ? this.#pidOf() : undefined);
  }
}
