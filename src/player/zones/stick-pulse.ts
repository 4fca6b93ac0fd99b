import type { FileProbe } from '#player/engine-port';
import type { DeckItem } from '#player/zones/deck-words';

export interface StickPulseDeps {
  readonly probe: FileProbe;
  /** What plays now, if anything. */
  item(): DeckItem | undefined;
  /** The device of the item that still plays is out. */
  onGone(): void;
}

const BEAT_MS = 250;
/** One failed read may be a hiccup of the bus. */
const SECOND_LOOK_MS = 50;

/**
 * Notices that the stick of what plays is out while its mount stays: the player has read ahead, and would play for up to
 * 20 s more of something that is not there.
 */
export class StickPulse {
  readonly #deps: StickPulseDeps;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: StickPulseDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#beat(), BEAT_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #beat(): Promise<void> {
    const timer = this.#timer;
    const item = this.#deps.item();
    const isGone = item !== undefined && (await this.#isGone(item));
    // Stopped meanwhile.
    if (this.#timer !== timer) return;
    if (isGone && this.#deps.item() === item) this.#deps.onGone();
    this.start();
  }

  async #isGone({ path }: DeckItem): Promise<boolean> {
    if (!(await this.#deps.probe.isGone(path))) return false;
    await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
    return this.#deps.probe.isGone(path);
  }
}
