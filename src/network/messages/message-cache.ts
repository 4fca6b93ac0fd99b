import type { RouterMessage } from '#contract/entities/router-message';
import type { MessageStore } from '#network/ports';

export interface CachedMessages {
  readonly messages: RouterMessage[];
  /** False: the router does not answer, and this is what it said last. */
  readonly isFresh: boolean;
}

/** So many of the newest are kept over a restart. */
const MOST_KEPT = 100;

/** Messages as the router told them last, also before this start; each once, newest first. */
export class MessageCache {
  readonly #read: () => Promise<readonly RouterMessage[]>;
  readonly #store: MessageStore | undefined;
  #messages: readonly RouterMessage[] | undefined;
  #isFresh = false;
  #changes = 0;
  #reading: Promise<void> | undefined;

  /** Without a `store` they are kept for as long as this runs. */
  constructor(read: () => Promise<readonly RouterMessage[]>, store?: MessageStore) {
    this.#read = read;
    this.#store = store;
    this.#messages = store?.load();
  }

  /** Something has changed at the router: they are read again when somebody wants them. */
  expire(): void {
    this.#changes += 1;
    this.#isFresh = false;
  }

  /** Of a router that is no longer ours. */
  forget(): void {
    this.#messages = undefined;
    this.#store?.drop();
    this.expire();
  }

  /** Rejects only where nothing was ever read. */
  async list(): Promise<CachedMessages> {
    if (!this.#isFresh) {
      try {
        await (this.#reading ??= this.#refresh());
      } catch (error) {
        if (this.#messages === undefined) throw error;
      } finally {
        this.#reading = undefined;
      }
    }
    return { messages: [...(this.#messages ?? [])], isFresh: this.#isFresh };
  }

  async #refresh(): Promise<void> {
    const changes = this.#changes;
    const messages = await this.#read();
    this.#messages = [...new Map(messages.map((one) => [one.id, one])).values()];
    this.#keep();
    // What has changed while they were read is not among them.
    this.#isFresh = changes === this.#changes;
  }

  #keep(): void {
    const kept = (this.#messages ?? []).slice(0, MOST_KEPT);
    // What is on the card already is not written again.
    if (JSON.stringify(kept) !== JSON.stringify(this.#store?.load())) this.#store?.keep(kept);
  }
}
