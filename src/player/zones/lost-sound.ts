import type { PlayerEngine } from '#player/engine-port';
import type { Deck } from '#player/zones/deck';
import type { DeckItem } from '#player/zones/deck-words';
import type { PlayerHealth } from '#player/zones/player-health';

export interface LostSoundDeps {
  readonly engine: Pick<PlayerEngine, 'retrySound'>;
  readonly deck: Pick<Deck, 'item' | 'outlet'>;
  readonly health: PlayerHealth;
  onChanged(): void;
}

const RETRY_MS = 2_000;
/** An output that cannot be opened has said so by then. */
const HEARD_AFTER_MS = 4_000;

/** A film that goes on without its sound, as no output works: said, and its sound tried again until one does. */
export class LostSound {
  readonly #deps: LostSoundDeps;
  /** What has lost it. */
  #item: DeckItem | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: LostSoundDeps) {
    this.#deps = deps;
  }

  lost(): void {
    const { engine, deck, health } = this.#deps;
    clearTimeout(this.#timer);
    if (deck.outlet.fallBack()) {
      engine.retrySound();
      return;
    }
    this.#item = deck.item;
    health.silent();
    this.#deps.onChanged();
    this.#timer = setTimeout(() => this.#retry(), RETRY_MS);
  }

  /** It is on: another one than that has sound of its own. */
  settled(item: DeckItem): void {
    if (item !== this.#item) this.end();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#item = undefined;
    this.#deps.health.sounds();
  }

  #retry(): void {
    this.#deps.engine.retrySound();
    this.#timer = setTimeout(() => {
      this.end();
      this.#deps.onChanged();
    }, HEARD_AFTER_MS);
  }
}
