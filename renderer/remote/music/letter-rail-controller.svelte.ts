import type { ApiClient } from '#contract/client';
import type { LETTER_LISTS, LetterEntry } from '#contract/routes-library';
import type { StickFilter } from '#renderer/shared/api/stick-filter.svelte.ts';

/** The letters of a list, for its rail; none where `of` is undefined. */
export class LetterRailController {
  readonly #client: ApiClient;
  readonly #of: (typeof LETTER_LISTS)[number] | undefined;
  readonly #filter: () => StickFilter['request'];
  #letters = $state.raw<readonly LetterEntry[]>([]);
  #running = new AbortController();

  constructor(client: ApiClient, of: (typeof LETTER_LISTS)[number] | undefined, filter: () => StickFilter['request']) {
    this.#filter = filter;
    this.#client = client;
    this.#of = of;
  }

  get letters(): readonly LetterEntry[] {
    return this.#letters;
  }

  async load(): Promise<void> {
    if (this.#of === undefined) return;
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      const request = { of: this.#of, isOnline: 'true', ...this.#filter() };
      const letters = await this.#client.call('listLetters', request, running.signal);
      if (!running.signal.aborted) this.#letters = letters.items;
    } catch {
      // The list works without its rail, and says itself when nothing can be read.
    }
  }

  close(): void {
    this.#running.abort();
  }
}
