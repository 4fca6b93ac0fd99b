import type { Driving } from '#contract/entities/driving';
import { artworkDrive } from '#renderer/shared/api/artwork-drive.svelte.ts';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

interface DrivingFeed extends Feed {
  readonly isConnected: boolean;
}

/** Nothing is known yet: nothing is restricted, for most cars tell nothing at all. */
const NOTHING_KNOWN: Driving = { state: 'unknown', hasSource: false, isRestricted: false, isFilmAllowed: false };
const LOOK_MS = 1_000;
/** After this long without the service, what it said of the car is not believed any more. */
const STALE_LOOKS = 5;

/** Whether the car moves, and whether this screen has its short form now. */
export class DrivingController {
  readonly #feed: DrivingFeed;
  #driving = $state.raw<Driving>(NOTHING_KNOWN);
  #lostLooks = $state(0);

  constructor(feed: DrivingFeed) {
    this.#feed = feed;
  }

  get current(): Driving {
    return this.#driving;
  }

  get isRestricted(): boolean {
    const isStale = this.#driving.hasSource && this.#lostLooks >= STALE_LOOKS;
    return this.#driving.isRestricted || isStale;
  }

  connect(): () => void {
    const timer = setInterval(() => {
      this.#lostLooks = this.#feed.isConnected ? 0 : Math.min(this.#lostLooks + 1, STALE_LOOKS);
    }, LOOK_MS);
    const unsubscribe = this.#feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#set(snapshot.driving);
      },
      onEvent: (event) => {
        if (event.type === 'driving.changed') this.#set(event.driving);
      },
    });
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }

  #set(driving: Driving): void {
    const { isFilmAllowed, isRestricted } = this.#driving;
    this.#driving = driving;
    if (driving.isFilmAllowed !== isFilmAllowed || driving.isRestricted !== isRestricted) artworkDrive.changed();
  }
}
