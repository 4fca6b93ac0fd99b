import type { ZoneId } from '#contract/entities/ids';
import type { Clock } from '#kernel/clock';
import { steppedDb, wantedLiftDb } from '#player/loudness/speed-rules';

/** A zone as the noise of the road concerns it. */
export interface LiftedZone {
  readonly id: ZoneId;
  /** 0: it stays as loud as it is. */
  readonly speedVolumeDb: number;
}

export interface SpeedVolumeDeps {
  zones(): readonly LiftedZone[];
  /** Undefined while nobody knows. */
  speedKmh(): number | undefined;
  /** So much louder than chosen, from now on. */
  lift(zoneId: ZoneId, db: number): void;
  readonly clock: Clock;
}

const STEP_MS = 250;
/** A machine that slept, or was busy, does not catch up at once. */
const LONGEST_STEP_MS = 2 * STEP_MS;

/** Makes zones louder as the car gets faster, and quieter again, at most 1 dB in a second. */
export class SpeedVolume {
  readonly name = 'speed volume';
  readonly #deps: SpeedVolumeDeps;
  readonly #lifts = new Map<ZoneId, number>();
  #timer: NodeJS.Timeout | undefined;
  #steppedAtMs = 0;

  constructor(deps: SpeedVolumeDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#steppedAtMs = this.#deps.clock.uptimeMs();
    this.#timer = setInterval(() => this.#step(), STEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #step(): void {
    const nowMs = this.#deps.clock.uptimeMs();
    const elapsedMs = Math.min(LONGEST_STEP_MS, nowMs - this.#steppedAtMs);
    this.#steppedAtMs = nowMs;
    const concerned = this.#deps.zones().filter(({ id, speedVolumeDb }) => speedVolumeDb > 0 || this.#lifts.has(id));
    if (concerned.length === 0) return;
    const speedKmh = this.#deps.speedKmh();
    for (const { id, speedVolumeDb } of concerned) {
      const beforeDb = this.#lifts.get(id) ?? 0;
      const db = steppedDb(beforeDb, wantedLiftDb(speedKmh, speedVolumeDb), elapsedMs);
      if (db === 0 && speedVolumeDb === 0) this.#lifts.delete(id);
      else this.#lifts.set(id, db);
      if (db !== beforeDb) this.#deps.lift(id, db);
    }
  }
}
