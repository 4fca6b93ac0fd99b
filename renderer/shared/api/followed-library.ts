import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';
import { watchLibrary } from '#renderer/shared/api/library-watch.ts';

/** Loads something of the library while a view shows it: at first, and after each change; the last one counts. */
export class FollowedLibrary {
  readonly #feed: Feed;
  readonly #load: (signal: AbortSignal) => Promise<void>;
  #running = new AbortController();

  constructor(feed: Feed, load: (signal: AbortSignal) => Promise<void>) {
    this.#feed = feed;
    this.#load = load;
  }

  connect(): () => void {
    this.reload();
    const unwatch = watchLibrary(this.#feed, () => this.reload());
    return () => {
      unwatch();
      this.#running.abort();
    };
  }

  reload(): void {
    this.#running.abort();
    this.#running = new AbortController();
    void this.#load(this.#running.signal);
  }
}
