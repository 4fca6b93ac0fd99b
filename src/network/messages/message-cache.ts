import type { RouterMessage } from '#contract/entities/router-message';

export interface CachedMessages {
  readonly messages: RouterMessage[];
  /** False: the router does not answer, and this is what it said last. */
  readonly isFresh: boolean;
}

/** Messages as the router told them last; each once, newest first. */
export class MessageCache {
  readonly #read: () => Promise<readonly RouterMessage[]>;
  #messages: readonly RouterMessage[] | undefined;
  #isFresh = false;
  #changes = 0;
  #reading: Promise<void> | undefined;

  constructor(read: () => Promise<readonly RouterMessage[]>) {
    this.#read = read;
  }

  /** Something has changed at the router: they are read again when somebody wants them. */
  expire(): void {
    this.#changes += 1;
    this.#isFresh = false;
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
    // What has changed while they were read is not among them.
    this.#isFresh = changes === this.#changes;
  }
}
