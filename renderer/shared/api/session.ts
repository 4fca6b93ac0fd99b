import { ApiClient } from '#contract/client';
import { DrivingController } from '#renderer/shared/api/driving-controller.svelte.ts';
import { EventFeed } from '#renderer/shared/api/event-feed.svelte.ts';
import { FavouritesController } from '#renderer/shared/api/favourites-controller.svelte.ts';
import { LightController } from '#renderer/shared/api/light-controller.svelte.ts';
import { NoticesController } from '#renderer/shared/api/notices-controller.svelte.ts';
import { PlaylistsController } from '#renderer/shared/api/playlists-controller.ts';
import { PromptsController } from '#renderer/shared/api/prompts-controller.svelte.ts';
import { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';
import { SettingsController } from '#renderer/shared/api/settings-controller.svelte.ts';
import { StickFilter } from '#renderer/shared/api/stick-filter.svelte.ts';
import { ToastsController } from '#renderer/shared/api/toasts-controller.svelte.ts';
import { VolumesController } from '#renderer/shared/api/volumes-controller.svelte.ts';
import { ZonesController } from '#renderer/shared/api/zones-controller.svelte.ts';
import type { ThemeWishes } from '#renderer/shared/theme/theme-controller.svelte.ts';

/** All that a page knows of the service, and the ways to ask it for something. */
export class Session {
  readonly client: ApiClient;
  readonly feed: EventFeed;
  readonly zones: ZonesController;
  readonly volumes: VolumesController;
  readonly settings: SettingsController;
  readonly notices: NoticesController;
  readonly favourites: FavouritesController;
  readonly driving: DrivingController;
  readonly light: LightController;
  readonly playlists: PlaylistsController;
  readonly filter: StickFilter;
  readonly prompts: PromptsController;
  readonly router: RouterController;
  readonly toasts = new ToastsController();

  constructor(client: ApiClient, feed: EventFeed) {
    this.client = client;
    this.feed = feed;
    const fail = (error: unknown): void => {
      this.toasts.fail(error);
    };
    this.zones = new ZonesController({ client, feed, clock: feed.clock, fail });
    this.volumes = new VolumesController({ client, feed, fail });
    this.filter = new StickFilter(
      () => this.volumes.online,
      () => this.zones.current,
    );
    this.settings = new SettingsController({ client, feed, fail });
    this.notices = new NoticesController({ client, feed, fail });
    this.driving = new DrivingController(feed);
    this.light = new LightController(feed);
    this.playlists = new PlaylistsController({ client, fail });
    this.prompts = new PromptsController({ client, feed, fail });
    this.router = new RouterController({ client, feed, clock: feed.clock, fail });
    this.favourites = new FavouritesController({ client, feed, fail });
  }

  /** The page's own service, with the page's cookie. */
  static ofPage(): Session {
    return new Session(new ApiClient(), new EventFeed(location.origin));
  }

  /** What the theme goes by; undefined until it is known. */
  get themeWishes(): ThemeWishes | undefined {
    if (!this.feed.hasSnapshot) return undefined;
    const { theme, place } = this.settings.view;
    return { theme, place, light: this.light.current };
  }

  connect(): () => void {
    const parts = [
      this.zones,
      this.volumes,
      this.settings,
      this.notices,
      this.favourites,
      this.driving,
      this.light,
      this.prompts,
      this.router,
      this.feed,
    ];
    const undo = parts.map((part) => part.connect());
    return () => {
      for (const stop of undo) stop();
    };
  }
}
