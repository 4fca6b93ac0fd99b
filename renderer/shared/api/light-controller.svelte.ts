import type { Light } from '#contract/entities/light';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

/** How bright it is around the car, as the car tells. */
export class LightController {
  readonly #feed: Feed;
  #light = $state.raw<Light>({ areHeadlightsOn: null, isDark: null });

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  get current(): Light {
    return this.#light;
  }

  connect(): () => void {
    return this.#feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#light = snapshot.light;
      },
      onEvent: (event) => {
        if (event.type === 'light.changed') this.#light = event.light;
      },
    });
  }
}
