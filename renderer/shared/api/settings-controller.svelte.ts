import type { ApiClient } from '#contract/client';
import { DEFAULT_SETTINGS, type Settings, type SettingsPatch, type SettingsView } from '#contract/entities/settings';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface SettingsControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly fail: (error: unknown) => void;
}

/** What Set-up shows and changes; a change shows at once and goes back when the service refuses it. */
export class SettingsController {
  readonly #deps: SettingsControllerDeps;
  #view = $state.raw<SettingsView>({ ...DEFAULT_SETTINGS, locked: [], phoneAddresses: [] });

  constructor(deps: SettingsControllerDeps) {
    this.#deps = deps;
  }

  get view(): SettingsView {
    return this.#view;
  }

  /** The configuration file holds it; the screen cannot change it. */
  isLocked(name: keyof Settings): boolean {
    return this.#view.locked.some((locked) => locked === name || locked.startsWith(`${name}.`));
  }

  async change(patch: SettingsPatch): Promise<boolean> {
    const before = this.#view;
    const shown = Object.assign({}, before, patch);
    this.#view = shown;
    try {
      this.#view = await this.#deps.client.call('changeSettings', patch);
      return true;
    } catch (error) {
      if (this.#view === shown) this.#view = before;
      this.#deps.fail(error);
      return false;
    }
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#view = snapshot.settings;
      },
      onEvent: (event) => {
        if (event.type === 'settings.changed') this.#view = event.settings;
      },
    });
  }
}
