import type { Page } from '#contract/entities/page';

export type PageLoader<Item> = (offset: number, limit: number, signal: AbortSignal) => Promise<Page<Item>>;

export interface PagedListOptions {
  readonly pageSize?: number;
  /** Pages kept; those furthest from what is shown go first. */
  readonly maxPages?: number;
  readonly onError?: (error: unknown) => void;
}

interface LoadedPage<Item> {
  readonly items: readonly Item[];
  readonly generation: number;
}

const PAGE_SIZE = 60;
const MAX_PAGES = 12;
const MAX_LOADING = 3;

/**
 * A long list of which only what is near the screen is loaded. `reload` keeps what is shown until its newer version is
 * there; answers of before a reload are ignored.
 */
export class PagedList<Item> {
  readonly #load: PageLoader<Item>;
  readonly #pageSize: number;
  readonly #maxPages: number;
  readonly #onError: (error: unknown) => void;
  readonly #loading = new Map<number, AbortController>();
  #pages = $state.raw<ReadonlyMap<number, LoadedPage<Item>>>(new Map());
  #total = $state<number | undefined>();
  #error = $state.raw<unknown>();
  #generation = 0;
  #first = 0;
  #last = 0;

  constructor(load: PageLoader<Item>, options: PagedListOptions = {}) {
    this.#load = load;
    this.#pageSize = options.pageSize ?? PAGE_SIZE;
    this.#maxPages = options.maxPages ?? MAX_PAGES;
    this.#onError = options.onError ?? (() => undefined);
  }

  /** Undefined until the first answer. */
  get total(): number | undefined {
    return this.#total;
  }

  /** Why nothing could be loaded, or undefined. */
  get error(): unknown {
    return this.#error;
  }

  get isEmpty(): boolean {
    return this.#total === 0;
  }

  at(index: number): Item | undefined {
    return this.#pages.get(Math.floor(index / this.#pageSize))?.items[index % this.#pageSize];
  }

  /** Loads what is needed to show rows `first` to `last`. */
  show(first: number, last: number): void {
    this.#first = Math.max(0, first);
    this.#last = Math.max(this.#first, last);
    this.#fill();
  }

  reload(): void {
    this.#generation += 1;
    for (const controller of this.#loading.values()) controller.abort();
    this.#loading.clear();
    this.#fill();
  }

  /** Shows an item at another place at once, until it is read again. */
  move(from: number, to: number): void {
    const known = new Map(this.#pages);
    const [first, last, step] = [Math.min(from, to), Math.max(from, to), from < to ? 1 : -1];
    for (let page = Math.floor(first / this.#pageSize); page <= Math.floor(last / this.#pageSize); page += 1) {
      const loaded = this.#pages.get(page);
      if (!loaded) continue;
      const items = loaded.items.map((item, offset) => {
        const index = page * this.#pageSize + offset;
        if (index < first || index > last) return item;
        return this.at(index === to ? from : index + step) ?? item;
      });
      known.set(page, { ...loaded, items });
    }
    this.#pages = known;
  }

  close(): void {
    this.#generation += 1;
    for (const controller of this.#loading.values()) controller.abort();
    this.#loading.clear();
  }

  #fill(): void {
    const wanted = this.#wantedPages();
    for (const [page, controller] of this.#loading) {
      if (wanted.includes(page)) continue;
      controller.abort();
      this.#loading.delete(page);
    }
    for (const page of wanted) {
      if (this.#loading.size >= MAX_LOADING) return;
      if (this.#loading.has(page) || this.#pages.get(page)?.generation === this.#generation) continue;
      void this.#loadPage(page);
    }
  }

  /** What is shown first, then the neighbours on both sides. */
  #wantedPages(): number[] {
    const firstPage = Math.floor(this.#first / this.#pageSize);
    const lastPage = Math.floor(this.#last / this.#pageSize);
    const shown = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index);
    const end = this.#total === undefined ? lastPage : Math.ceil(this.#total / this.#pageSize) - 1;
    return [...shown, lastPage + 1, firstPage - 1].filter((page) => page >= 0 && page <= Math.max(0, end));
  }

  async #loadPage(page: number): Promise<void> {
    const generation = this.#generation;
    const controller = new AbortController();
    this.#loading.set(page, controller);
    try {
      const answer = await this.#load(page * this.#pageSize, this.#pageSize, controller.signal);
      if (generation !== this.#generation || controller.signal.aborted) return;
      this.#loading.delete(page);
      this.#keep(page, { items: answer.items, generation }, answer.total);
      this.#fill();
    } catch (error) {
      if (generation !== this.#generation || controller.signal.aborted) return;
      this.#loading.delete(page);
      this.#error = error;
      this.#onError(error);
    }
  }

  #keep(page: number, loaded: LoadedPage<Item>, total: number): void {
    const middle = (this.#first + this.#last) / 2 / this.#pageSize;
    const pages = [...this.#pages, [page, loaded] as const]
      .filter(([index]) => index === 0 || index * this.#pageSize < total)
      .toSorted(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle))
      .slice(0, this.#maxPages + 1);
    this.#pages = new Map(pages);
    this.#total = total;
    this.#error = undefined;
  }
}
