import type { ZoneId } from '#contract/entities/ids';
import type { StoredPosition, StoredQueue, StoredSound, ZoneStateStore } from '#player/ports';

export interface StateSource {
  /** The position is another one all the time. */
  readonly isMoving: boolean;
  queue(): StoredQueue;
  position(): StoredPosition;
  sound(): StoredSound;
  /** Hands over what was heard, to be written with the position. */
  heard(): void;
}

type Part = Exclude<keyof StateSource, 'heard' | 'isMoving'>;

const DELAY_MS = 150;
/** With the delay of the write, a power cut loses no more than 5 s of the position. */
const SAVE_POSITION_MS = 4_500;

/** Writes what changed of a zone, shortly after, and its position as it plays: a burst of presses is one write of each part. */
export class StateWriter {
  readonly #zoneId: ZoneId;
  readonly #store: ZoneStateStore;
  readonly #source: StateSource;
  readonly #changed = new Set<Part>();
  #timer: NodeJS.Timeout | undefined;
  #positionTimer: NodeJS.Timeout | undefined;

  constructor(zoneId: ZoneId, store: ZoneStateStore, source: StateSource) {
    this.#zoneId = zoneId;
    this.#store = store;
    this.#source = source;
  }

  start(): void {
    this.#positionTimer = setInterval(() => {
      if (this.#source.isMoving) this.mark('position');
    }, SAVE_POSITION_MS);
  }

  stop(): void {
    clearInterval(this.#positionTimer);
    this.mark('position');
    this.flush();
  }

  mark(...parts: readonly Part[]): void {
    for (const part of parts) this.#changed.add(part);
    this.#timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changed = new Set(this.#changed);
    this.#changed.clear();
    if (changed.has('queue')) this.#store.saveQueue(this.#zoneId, this.#source.queue());
    if (changed.has('position')) {
      this.#store.savePosition(this.#zoneId, this.#source.position());
      this.#source.heard();
    }
    if (changed.has('sound')) this.#store.saveSound(this.#zoneId, this.#source.sound());
  }
}
