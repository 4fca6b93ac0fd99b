import type { ZoneId } from '#contract/entities/ids';
import type { DuckMemory, StoredSound } from '#player/ports';
import type { Outlet } from '#player/zones/outlet';
import { ZoneSound } from '#player/zones/zone-sound';

export interface SoundDeskDeps {
  readonly zoneId: ZoneId;
  readonly outlet: Outlet;
  readonly ducks: DuckMemory | undefined;
}

/** The sound of a zone as its player is told it; that it is lowered for a while is remembered for the next service. */
export class SoundDesk {
  readonly #deps: SoundDeskDeps;
  readonly #sound = new ZoneSound();
  /** As loud as an earlier service had it, where that died while something was said. */
  #beforeDuck: number | undefined;

  constructor(deps: SoundDeskDeps) {
    this.#deps = deps;
  }

  get chosen(): StoredSound {
    return this.#sound.chosen;
  }

  get heard(): StoredSound {
    return this.#sound.heard;
  }

  /** What was kept, never louder than `maxPercent`. */
  restore(chosen: StoredSound | undefined, maxPercent: number): void {
    const { ducks, zoneId } = this.#deps;
    this.#beforeDuck = ducks?.take(zoneId);
    this.#sound.restore(chosen);
    this.hold(maxPercent);
  }

  /** As a player that runs has it; where it was lowered, as it was before. */
  takeOver(volumePercent: number): void {
    this.limit(this.#beforeDuck ?? Math.round(volumePercent));
  }

  change(change: Partial<StoredSound>): void {
    const { ducks, zoneId } = this.#deps;
    this.#sound.change(change);
    this.#tell();
    if (this.#sound.isLowered()) ducks?.keep(zoneId, this.heard.volumePercent);
  }

  /** As fast as what is on is to be played; true where that is another speed. */
  pace(speed: number): boolean {
    if (speed === this.chosen.speed) return false;
    this.change({ speed });
    return true;
  }

  /** Until somebody chooses a volume; 100 where nothing holds it down. */
  get ceilingPercent(): number {
    return this.#sound.ceilingPercent;
  }

  /** Until somebody chooses a volume. */
  limit(ceilingPercent: number): void {
    this.#sound.limit(ceilingPercent);
    this.#tell();
  }

  /** Whatever anybody chooses. */
  hold(maxPercent: number): void {
    this.#sound.hold(maxPercent);
    this.#tell();
  }

  /** The road is loud. */
  lift(db: number): void {
    this.#sound.lift(db);
    this.#tell();
  }

  /** Something is said into the music. */
  duck(db: number): void {
    this.#lower(() => this.#sound.duck(db));
  }

  /** Little by little, before it falls silent by itself. */
  fade(db: number): void {
    this.#lower(() => this.#sound.fade(db));
  }

  #lower(change: () => void): void {
    const { ducks, zoneId } = this.#deps;
    const wasLowered = this.#sound.isLowered();
    change();
    if (!wasLowered && this.#sound.isLowered()) ducks?.keep(zoneId, this.heard.volumePercent);
    if (wasLowered && !this.#sound.isLowered()) ducks?.take(zoneId);
    this.#tell();
  }

  #tell(): void {
    this.#deps.outlet.setSound(this.#sound.output);
  }
}
