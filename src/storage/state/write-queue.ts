import { WriteFailed } from '#storage/sqlite/storage-errors';
import type { StateWrite } from '#storage/state/state-protocol';
import type { WriteMonitor } from '#storage/state/write-monitor';

/** Brings writes to the card in one transaction; resolves once a power cut cannot take them back. */
export interface StateCommitter {
  commit(writes: readonly StateWrite[]): Promise<void>;
}

interface AskedWrite {
  readonly what: string;
  readonly write: StateWrite;
  readonly resolve: () => void;
  readonly reject: (error: WriteFailed) => void;
}

const RETRY_AFTER_MS = 5_000;
/** More than a card that hangs may make people wait for. */
const MOST_ASKED = 100;

/**
 * What waits for the card: one transaction at a time, what a person asked for first. Of what goes on by itself only the
 * latest of each kind waits, so that a slow card never builds a backlog; what failed is tried again.
 */
export class WriteQueue {
  readonly #committer: StateCommitter;
  readonly #monitor: WriteMonitor;
  readonly #asked: AskedWrite[] = [];
  #latest = new Map<string, () => StateWrite>();
  #draining: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #hasBegun = false;

  constructor(committer: StateCommitter, monitor: WriteMonitor) {
    this.#committer = committer;
    this.#monitor = monitor;
  }

  /** From now on what goes on by itself is written as well; what a person asks for never waits. */
  begin(): void {
    this.#hasBegun = true;
    if (this.#latest.size > 0) this.#kick();
  }

  /** `make` is called when the card has time for it, unless a later one of `key` has come by then. */
  later(key: string, make: () => StateWrite): void {
    this.#latest.set(key, make);
    if (this.#hasBegun) this.#kick();
  }

  /** Resolves after the commit; rejects with `WriteFailed`. `what` is for people. */
  ask(what: string, write: StateWrite): Promise<void> {
    if (this.#asked.length >= MOST_ASKED) {
      return Promise.reject(new WriteFailed(what, new Error('the card does not answer')));
    }
    return new Promise((resolve, reject) => {
      this.#asked.push({ what, write, resolve, reject });
      this.#kick();
    });
  }

  /** Resolves when all that was handed over is on the card, or has failed. */
  flush(): Promise<void> {
    this.#kick();
    return this.#draining ?? Promise.resolve();
  }

  /** Nothing is tried again from here on. */
  stop(): void {
    clearTimeout(this.#retry);
  }

  #kick(): void {
    clearTimeout(this.#retry);
    this.#draining ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // A burst in one turn of the event loop is one transaction.
    await Promise.resolve();
    let isFailing = false;
    for (;;) {
      const asked = this.#asked.shift();
      if (asked !== undefined) {
        await this.#commitAsked(asked);
      } else if (this.#latest.size > 0 && !isFailing) {
        isFailing = !(await this.#commitLatest());
      } else {
        // In the same step as the look: what comes after it begins anew.
        this.#draining = undefined;
        return;
      }
    }
  }

  async #commitAsked({ what, write, resolve, reject }: AskedWrite): Promise<void> {
    const error = await this.#commit(what, [write]);
    if (error === undefined) resolve();
    else reject(error);
  }

  async #commitLatest(): Promise<boolean> {
    const batch = this.#latest;
    this.#latest = new Map();
    const writes = [...batch.values()].map((make) => make());
    const error = await this.#commit('queue, position and volume', writes);
    if (error === undefined) return true;
    this.#latest = new Map([...batch, ...this.#latest]);
    this.#retry = setTimeout(() => this.#kick(), RETRY_AFTER_MS).unref();
    return false;
  }

  async #commit(what: string, writes: readonly StateWrite[]): Promise<WriteFailed | undefined> {
    try {
      await this.#committer.commit(writes);
    } catch (cause) {
      const error = new WriteFailed(what, cause);
      this.#monitor.failed(error);
      return error;
    }
    this.#monitor.succeeded();
    return undefined;
  }
}
