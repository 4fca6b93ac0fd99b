import type { ServerEvent } from '#contract/events';

/** Where services say what happened. */
export interface EventSink {
  publish(event: ServerEvent): void;
}

export type EventListener = (event: ServerEvent) => void;

/** In-process publish and subscribe, in order and synchronous; a listener that throws does not hurt the others. */
export class EventBus implements EventSink {
  readonly #listeners = new Set<EventListener>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  publish(event: ServerEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }

  /** Gives back its undo. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
