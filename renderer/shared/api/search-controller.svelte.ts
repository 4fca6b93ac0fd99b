import type { ApiClient } from '#contract/client';
import type { ZoneId } from '#contract/entities/ids';
import type { SearchResult } from '#contract/routes-library';

const DEBOUNCE_MS = 120;
const PER_GROUP = 20;

/** Results as one types: the last query wins, whatever order the answers come in. */
export class SearchController {
  readonly #client: ApiClient;
  readonly #limits: () => { readonly zoneId?: ZoneId };
  readonly #fail: (error: unknown) => void;
  #query = $state('');
  #result = $state.raw<SearchResult | undefined>();
  #isSearching = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(
    client: ApiClient,
    fail: (error: unknown) => void,
    limits: () => { readonly zoneId?: ZoneId } = () => ({}),
  ) {
    this.#limits = limits;
    this.#client = client;
    this.#fail = fail;
  }

  get query(): string {
    return this.#query;
  }

  get result(): SearchResult | undefined {
    return this.#result;
  }

  get isSearching(): boolean {
    return this.#isSearching;
  }

  get isEmpty(): boolean {
    return this.#result !== undefined && Object.values(this.#result).every((group) => group.length === 0);
  }

  type(query: string): void {
    this.#query = query;
    this.#running?.abort();
    clearTimeout(this.#timer);
    if (query.trim() === '') {
      this.#result = undefined;
      this.#isSearching = false;
      return;
    }
    this.#isSearching = true;
    this.#timer = setTimeout(() => void this.#search(query.trim()), DEBOUNCE_MS);
  }

  again(): void {
    this.type(this.#query);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  async #search(q: string): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    try {
      const result = await this.#client.call(
        'search',
        { q, limit: PER_GROUP, isOnline: 'true', ...this.#limits() },
        controller.signal,
      );
      if (controller.signal.aborted) return;
      this.#result = result;
      this.#isSearching = false;
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#isSearching = false;
      this.#fail(error);
    }
  }
}
