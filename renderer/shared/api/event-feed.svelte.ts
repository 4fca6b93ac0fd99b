import { EventSocket } from '#contract/event-socket';
import type { ServerEvent, ServerMessage, Snapshot } from '#contract/events';
import { ServiceClock } from '#renderer/shared/api/service-clock.ts';

/** What controllers listen to: the whole state at each connection, then what happens. */
export interface FeedListener {
  onSnapshot?(snapshot: Snapshot): void;
  onEvent?(event: ServerEvent): void;
}

export interface Feed {
  subscribe(listener: FeedListener): () => void;
}

/** The service's events, shared by all controllers of a page. */
export class EventFeed implements Feed {
  readonly clock: ServiceClock;
  readonly #listeners = new Set<FeedListener>();
  readonly #origin: string;
  #isConnected = $state(false);
  #hasSnapshot = $state(false);
  #version = $state('');

  constructor(origin: string, clock = new ServiceClock()) {
    this.#origin = origin;
    this.clock = clock;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Something is known, though perhaps of before the connection was lost. */
  get hasSnapshot(): boolean {
    return this.#hasSnapshot;
  }

  get version(): string {
    return this.#version;
  }

  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  connect(): () => void {
    const socket = new EventSocket(this.#origin, {
      onMessage: (message) => {
        this.receive(message);
      },
      onConnection: (isConnected) => {
        this.#isConnected = isConnected;
      },
    });
    socket.start();
    return () => {
      socket.stop();
    };
  }

  receive(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
        this.clock.reset(message.uptimeMs);
        this.#version = message.snapshot.version;
        for (const listener of this.#listeners) listener.onSnapshot?.(message.snapshot);
        this.#hasSnapshot = true;
        return;
      case 'event':
        this.clock.hear(message.uptimeMs);
        for (const listener of this.#listeners) listener.onEvent?.(message.event);
        return;
      case 'ping':
        return;
    }
  }
}
