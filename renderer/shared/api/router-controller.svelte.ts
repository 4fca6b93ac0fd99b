import type { ApiClient } from '#contract/client';
import type { RouterView } from '#contract/entities/router';
import type { RouterModem, SignalSample } from '#contract/entities/router-modem';
import type { RequestOf, ResponseOf, RouteName } from '#contract/routes';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';
import { Ticker } from '#renderer/shared/api/ticker.svelte.ts';

export interface RouterControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly clock: { uptimeMs(): number };
  readonly fail: (error: unknown) => void;
}

const NOTHING_KNOWN: RouterView = {
  isDemo: false,
  link: {
    state: 'connecting',
    sinceUptimeMs: 0,
    trouble: null,
    slowSinceUptimeMs: null,
    nextTryAtUptimeMs: null,
    fingerprint: null,
    pinnedFingerprint: null,
  },
  status: null,
  heardAtUptimeMs: null,
  bars: null,
};

/** What the network panel shows and asks for. */
export class RouterController {
  readonly #deps: RouterControllerDeps;
  readonly #ticker: Ticker;
  readonly #messagesListeners = new Set<() => void>();
  #view = $state.raw<RouterView>(NOTHING_KNOWN);
  #samples = $state.raw<readonly SignalSample[]>([]);

  constructor(deps: RouterControllerDeps) {
    this.#deps = deps;
    this.#ticker = new Ticker(() => deps.clock.uptimeMs());
  }

  get view(): RouterView {
    return this.#view;
  }

  /** The service's clock; what reads it is drawn again as it goes. */
  get nowMs(): number {
    return this.#ticker.nowMs;
  }

  get samples(): readonly SignalSample[] {
    return this.#samples;
  }

  /** The one that carries the data, else the first. */
  get modem(): RouterModem | undefined {
    const { status } = this.#view;
    return status?.modems.find(({ id }) => id === status.uplink.modemId) ?? status?.modems[0];
  }

  get isOnline(): boolean {
    return this.#view.link.state === 'online';
  }

  async loadHistory(): Promise<void> {
    const answer = await this.#deps.client.call('getSignalHistory', {}).catch(() => undefined);
    if (answer) this.#samples = answer.samples;
  }

  /** The answer, or undefined once a failure has become words on the screen. */
  async ask<Name extends RouteName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name> | undefined> {
    try {
      return await this.#deps.client.call(name, request);
    } catch (error) {
      this.#deps.fail(error);
      return undefined;
    }
  }

  /** Messages have come, gone or been sent, or may have while the connection was lost. Gives back its undo. */
  onMessages(listener: () => void): () => void {
    this.#messagesListeners.add(listener);
    return () => {
      this.#messagesListeners.delete(listener);
    };
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#view = snapshot.router;
        if (this.#samples.length > 0) void this.loadHistory();
        this.#tellOfMessages();
      },
      onEvent: (event) => {
        if (event.type === 'router.changed') this.#heard(event.router);
        if (event.type === 'messages.changed') this.#tellOfMessages();
      },
    });
  }

  #tellOfMessages(): void {
    for (const listener of this.#messagesListeners) listener();
  }

  #heard(view: RouterView): void {
    this.#view = view;
    const signal = this.modem?.signal;
    const last = this.#samples.at(-1);
    if (!signal || !last || signal.atUptimeMs <= last.atUptimeMs) return;
    this.#samples = [...this.#samples, { ...last, ...signal, isOnline: view.status?.uplink.modemId !== null }];
  }
}
