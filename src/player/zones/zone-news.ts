import type { ZoneId } from '#contract/entities/ids';
import type { Zone } from '#contract/entities/zone';
import type { EventSink } from '#kernel/event-bus';

export interface ZoneNewsDeps {
  readonly zoneId: ZoneId;
  readonly events: EventSink;
  readonly view: () => Zone;
}

/** What clients hear of a zone: one event for all that a command changes, and none where all is as it was told. */
export class ZoneNews {
  readonly #deps: ZoneNewsDeps;
  #isDue = false;
  #isStopped = false;
  #isQueueTold = false;
  #told = '';
  #toldIndex: number | null = null;

  constructor(deps: ZoneNewsDeps) {
    this.#deps = deps;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** The zone may be different. */
  zone(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.#isStopped) this.#tell(this.#deps.view());
    });
  }

  /** The queue is different, or what its items are called, or which of them are in. */
  queue(): void {
    if (this.#isStopped) return;
    this.#isQueueTold = true;
    this.#deps.events.publish({ type: 'queue.changed', zoneId: this.#deps.zoneId });
  }

  #tell(zone: Zone): void {
    const told = JSON.stringify(zone);
    const isSame = told === this.#told;
    // Pages of the queue say which entry is the current one.
    const isOtherEntry = zone.queueIndex !== this.#toldIndex && !this.#isQueueTold;
    this.#told = told;
    this.#toldIndex = zone.queueIndex;
    if (!isSame) this.#deps.events.publish({ type: 'zone.changed', zone });
    if (isOtherEntry) this.queue();
    this.#isQueueTold = false;
  }
}
