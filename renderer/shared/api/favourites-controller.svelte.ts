import type { ApiClient } from '#contract/client';
import { trackId, type TrackId } from '#contract/entities/ids';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface FavouritesControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly fail: (error: unknown) => void;
}

const PAGE = 200;

/** Which songs are favourites; read when first asked for, and again after each change. */
export class FavouritesController {
  readonly #deps: FavouritesControllerDeps;
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  #generation = 0;

  constructor(deps: FavouritesControllerDeps) {
    this.#deps = deps;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  async toggle(id: string): Promise<void> {
    const parsed = trackId.safeParse(id);
    if (!parsed.success) return;
    const isFavourite = this.#ids.has(id);
    this.#show(id, !isFavourite);
    try {
      await this.#deps.client.call(isFavourite ? 'removeFavourite' : 'addFavourite', { id: parsed.data });
    } catch (error) {
      this.#show(id, isFavourite);
      this.#deps.fail(error);
    }
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: () => void this.#load(),
      onEvent: (event) => {
        if (event.type === 'favourites.changed') void this.#load();
      },
    });
  }

  #show(id: string, isFavourite: boolean): void {
    const ids = new Set(this.#ids);
    if (isFavourite) ids.add(id);
    else ids.delete(id);
    this.#ids = ids;
  }

  async #load(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const ids = new Set<TrackId>();
    try {
      for (let offset = 0, total = 1; offset < total; offset += PAGE) {
        const page = await this.#deps.client.call('listFavourites', { limit: PAGE, offset });
        for (const track of page.items) ids.add(track.id);
        total = page.total;
      }
      if (generation === this.#generation) this.#ids = ids;
    } catch {
      // Hearts stay as they were; whoever taps one is told what is wrong.
    }
  }
}
