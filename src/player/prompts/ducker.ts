import type { Clock } from '#kernel/clock';
import type { Duckable } from '#player/prompts/ports';

export interface DuckerDeps {
  readonly clock: Clock;
  readonly target: Duckable;
}

/** Keeps the music down until it is released; the deepest of several counts. */
export interface Hold {
  /** The music is as quiet as it will be, out of the loudspeakers. */
  readonly reached: Promise<void>;
  release(): void;
}

const ATTACK_MS = 300;
const RELEASE_MS = 1_200;
const STEP_MS = 20;
/** What lies in the outputs' buffers is heard as loud as it was. */
const BUFFERED_MS = 300;

interface Ramp {
  readonly fromDb: number;
  readonly toDb: number;
  readonly sinceMs: number;
  readonly overMs: number;
}

/** Takes the music of one zone down and lets it up again, evenly in dB. */
export class Ducker {
  readonly #deps: DuckerDeps;
  readonly #holds = new Set<{ readonly db: number }>();
  #ramp: Ramp = { fromDb: 0, toDb: 0, sinceMs: 0, overMs: 0 };
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: DuckerDeps) {
    this.#deps = deps;
  }

  hold(db: number): Hold {
    const hold = { db };
    this.#holds.add(hold);
    const waitMs = this.#aim();
    return {
      reached: after(waitMs === 0 ? 0 : waitMs + BUFFERED_MS),
      release: () => {
        this.#holds.delete(hold);
        this.#aim();
      },
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#holds.clear();
    this.#deps.target.setDuck(0);
  }

  /** Gives how long it takes until the level is reached. */
  #aim(): number {
    const toDb = Math.max(0, ...[...this.#holds].map(({ db }) => db));
    const nowMs = this.#deps.clock.uptimeMs();
    const fromDb = levelAt(this.#ramp, nowMs);
    if (toDb !== this.#ramp.toDb) {
      this.#ramp = { fromDb, toDb, sinceMs: nowMs, overMs: toDb > fromDb ? ATTACK_MS : RELEASE_MS };
      clearInterval(this.#timer);
      this.#timer = setInterval(() => this.#step(), STEP_MS);
    }
    return Math.max(0, this.#ramp.sinceMs + this.#ramp.overMs - nowMs);
  }

  #step(): void {
    const nowMs = this.#deps.clock.uptimeMs();
    this.#deps.target.setDuck(levelAt(this.#ramp, nowMs));
    if (nowMs >= this.#ramp.sinceMs + this.#ramp.overMs) clearInterval(this.#timer);
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function levelAt({ fromDb, toDb, sinceMs, overMs }: Ramp, nowMs: number): number {
  const share = overMs === 0 ? 1 : Math.min(1, (nowMs - sinceMs) / overMs);
  return fromDb + (toDb - fromDb) * share;
}
