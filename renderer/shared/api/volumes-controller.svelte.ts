import type { ApiClient } from '#contract/client';
import type { VolumeId } from '#contract/entities/ids';
import type { Volume } from '#contract/entities/volume';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface VolumesControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly fail: (error: unknown) => void;
}

/** The sticks: those that are in, and those known from before. */
export class VolumesController {
  readonly #deps: VolumesControllerDeps;
  #volumes = $state.raw<readonly Volume[]>([]);
  #ejecting = $state.raw<ReadonlySet<VolumeId>>(new Set());

  constructor(deps: VolumesControllerDeps) {
    this.#deps = deps;
  }

  get list(): readonly Volume[] {
    return this.#volumes;
  }

  get online(): readonly Volume[] {
    return this.#volumes.filter((volume) => volume.isOnline);
  }

  get scanning(): Volume | undefined {
    return this.online.find((volume) => volume.scan !== null);
  }

  byId(id: string | undefined): Volume | undefined {
    return this.#volumes.find((volume) => volume.id === id);
  }

  isDemo(id: VolumeId | undefined): boolean {
    return this.byId(id)?.isDemo === true;
  }

  isEjecting(id: VolumeId): boolean {
    return this.#ejecting.has(id);
  }

  async scan(id: VolumeId): Promise<void> {
    try {
      this.#take(await this.#deps.client.call('scanVolume', { id }));
    } catch (error) {
      this.#deps.fail(error);
    }
  }

  async eject(id: VolumeId): Promise<boolean> {
    this.#ejecting = new Set([...this.#ejecting, id]);
    try {
      this.#take(await this.#deps.client.call('ejectVolume', { id }));
      return true;
    } catch (error) {
      this.#deps.fail(error);
      return false;
    } finally {
      this.#ejecting = new Set([...this.#ejecting].filter((one) => one !== id));
    }
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#volumes = snapshot.volumes;
      },
      onEvent: (event) => {
        if (event.type === 'volumes.changed') this.#volumes = event.volumes;
      },
    });
  }

  #take(volume: Volume): void {
    this.#volumes = this.#volumes.map((one) => (one.id === volume.id ? volume : one));
  }
}
