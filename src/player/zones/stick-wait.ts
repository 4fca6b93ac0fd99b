import type { Clock } from '#kernel/clock';
import type { FileProbe } from '#player/engine-port';
import type { ItemMove, StoredEntry } from '#player/ports';

export interface StickWaitDeps {
  readonly probe: FileProbe;
  readonly clock: Clock;
  isOnline(entry: StoredEntry): boolean;
  locate(entry: StoredEntry): Buffer | undefined;
  /** The file answers. */
  onBack(entry: StoredEntry): void;
  /** Its stick is in, but nobody knows the file. */
  onUnknown(entry: StoredEntry): void;
}

const RETRY_MS = 500;
/** The scan of a stick may still find what the index does not know yet. */
const UNKNOWN_LIMIT_MS = 30_000;

/** Waits for the file of one entry to be there again. */
export class StickWait {
  readonly #deps: StickWaitDeps;
  #entry: StoredEntry | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unknownSinceMs: number | undefined;

  constructor(deps: StickWaitDeps) {
    this.#deps = deps;
  }

  begin(entry: StoredEntry): void {
    this.end();
    this.#entry = entry;
    this.#timer = setInterval(() => this.check(), RETRY_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#entry = undefined;
    this.#unknownSinceMs = undefined;
  }

  /** What is waited for may be known under another id now. */
  follow(moves: readonly ItemMove[]): void {
    const to = moves.find(({ from }) => from === this.#entry?.id)?.to;
    if (this.#entry && to !== undefined) this.#entry = { ...this.#entry, id: to };
  }

  /** Looks now; something has changed that may have brought it back. */
  check(): void {
    const entry = this.#entry;
    if (!entry) return;
    const path = this.#deps.locate(entry);
    if (!path) {
      if (this.#isUnknownTooLong(entry)) this.#deps.onUnknown(entry);
      return;
    }
    void this.#deps.probe.probe(path).then((answer) => {
      if (this.#entry === entry && answer !== 'gone') this.#deps.onBack(entry);
    });
  }

  #isUnknownTooLong(entry: StoredEntry): boolean {
    const nowMs = this.#deps.clock.uptimeMs();
    this.#unknownSinceMs = this.#deps.isOnline(entry) ? (this.#unknownSinceMs ?? nowMs) : undefined;
    return this.#unknownSinceMs !== undefined && nowMs - this.#unknownSinceMs > UNKNOWN_LIMIT_MS;
  }
}
