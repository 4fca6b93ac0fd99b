import type { ApiClient } from '#contract/client';
import type { Device } from '#contract/entities/device';
import type { DeviceId } from '#contract/entities/ids';
import type { RequestOf } from '#contract/routes';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface PairingControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly fail: (error: unknown) => void;
  readonly onPaired: (name: string) => void;
}

const TICK_MS = 500;

/** The paired phones, and the window in which another one can pair. */
export class PairingController {
  readonly #deps: PairingControllerDeps;
  #devices = $state.raw<readonly Device[] | undefined>();
  #code = $state<string | undefined>();
  #endsAtMs = 0;
  #secondsLeft = $state(0);

  constructor(deps: PairingControllerDeps) {
    this.#deps = deps;
  }

  /** Undefined until they are read. */
  get devices(): readonly Device[] | undefined {
    return this.#devices;
  }

  /** The six digits, while the window is open. */
  get code(): string | undefined {
    return this.#code;
  }

  get secondsLeft(): number {
    return this.#secondsLeft;
  }

  async open(): Promise<void> {
    await this.#try(async () => {
      const { code, expiresInMs } = await this.#deps.client.call('openPairing', {});
      this.#code = code;
      this.#endsAtMs = performance.now() + expiresInMs;
      this.#tick();
    });
  }

  async close(): Promise<void> {
    this.#code = undefined;
    await this.#try(async () => {
      await this.#deps.client.call('closePairing', {});
    });
  }

  /** Calls a phone otherwise, or makes it an owner’s or a grown-up’s, or no longer. */
  async update(id: DeviceId, change: Omit<RequestOf<'updateDevice'>, 'id'>): Promise<void> {
    await this.#try(async () => {
      this.#devices = await this.#deps.client.call('updateDevice', { id, ...change });
    });
  }

  async revoke(id: DeviceId): Promise<void> {
    await this.#try(async () => {
      this.#devices = await this.#deps.client.call('revokeDevice', { id });
    });
  }

  async revokeAll(): Promise<void> {
    await this.#try(async () => {
      this.#devices = await this.#deps.client.call('revokeDevices', {});
    });
  }

  /** Leaving the page closes the window: nobody would see the code any more. */
  connect(): () => void {
    void this.#load();
    const timer = setInterval(() => {
      this.#tick();
    }, TICK_MS);
    const unsubscribe = this.#deps.feed.subscribe({
      onSnapshot: () => void this.#load(),
      onEvent: (event) => {
        if (event.type === 'devices.changed') void this.#load();
        if (event.type !== 'device.paired') return;
        this.#code = undefined;
        this.#deps.onPaired(event.name);
        void this.#load();
      },
    });
    return () => {
      clearInterval(timer);
      unsubscribe();
      if (this.#code !== undefined) void this.close();
    };
  }

  #tick(): void {
    this.#secondsLeft = Math.max(0, Math.ceil((this.#endsAtMs - performance.now()) / 1000));
    if (this.#secondsLeft === 0) this.#code = undefined;
  }

  async #load(): Promise<void> {
    await this.#try(async () => {
      this.#devices = await this.#deps.client.call('listDevices', {});
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#deps.fail(error);
    }
  }
}
