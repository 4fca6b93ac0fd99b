import type { ApiClient } from '#contract/client';
import type { ZoneId } from '#contract/entities/ids';
import type { SearchResult } from '#contract/routes-library';

const PER_GROUP = 20;

/** Results as one types, each key at once; while one is being answered only the last of those that follow waits. */
export class SearchController {
  readonly #client: ApiClient;
  readonly #limits: () => { readonly zoneId?: ZoneId };
  readonly #fail: (error: unknown) => void;
  #query = $state('');
  #result = $state.raw<SearchResult | undefined>();
  #isSearching = $state(false);
  /** What is wanted; undefined once it was asked for. */
  #wanted: string | undefined;
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
    const wanted = query.trim();
    if (wanted === '') {
      this.#forget();
      this.#result = undefined;
      return;
    }
    this.#isSearching = true;
    this.#wanted = wanted;
    if (this.#running === undefined) void this.#search();
  }

  again(): void {
    this.type(this.#query);
  }

  close(): void {
    this.#forget();
  }

  #forget(): void {
    this.#wanted = undefined;
    this.#running?.abort();
    this.#running = undefined;
    this.#isSearching = false;
  }

  async #search(): Promise<void> {
    const q = this.#wanted;
    if (q === undefined) return;
    this.#wanted = undefined;
    const controller = new AbortController();
    this.#running = controller;
    try {
      const request = { q, limit: PER_GROUP, isOnline: 'true' as const, ...this.#limits() };
      const result = await this.#client.call('search', request, controller.signal);
      if (this.#isCurrent(controller)) this.#result = result;
    } catch (error) {
      if (this.#isCurrent(controller)) this.#fail(error);
    }
    if (controller.signal.aborted) return;
    this.#isSearching = !this.#isCurrent(controller);
    this.#running = undefined;
    await this.#search();
  }

  /** What was typed meanwhile counts, not the answer to what came before. */
  #isCurrent({ signal }: AbortController): boolean {
    return !signal.aborted && this.#wanted === undefined;
  }
}
