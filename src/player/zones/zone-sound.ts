import type { StoredSound } from '#player/ports';
import { shiftedBy } from '#player/prompts/prompt-level';

const DEFAULT_SOUND: StoredSound = { volumePercent: 60, isMuted: false, speed: 1 };
const NO_CEILING = 100;

/** The sound of a zone: what its listeners have chosen, which is kept, and what is heard of it. */
export class ZoneSound {
  #chosen = DEFAULT_SOUND;
  #ceilingPercent = NO_CEILING;
  #maxPercent = NO_CEILING;
  #duckDb = 0;
  #fadeDb = 0;
  #liftDb = 0;

  get chosen(): StoredSound {
    return this.#chosen;
  }

  /** What is heard, and shown; never louder than what was chosen, nor than what is allowed. */
  get heard(): StoredSound {
    const volumePercent = Math.min(this.#chosen.volumePercent, this.#ceilingPercent, this.#maxPercent);
    return { ...this.#chosen, volumePercent };
  }

  /** What the player is told: as it is heard where nothing is said into it, nobody falls asleep, and no road is heard. */
  get output(): StoredSound {
    const { volumePercent, ...rest } = this.heard;
    const lifted = Math.min(shiftedBy(volumePercent, this.#liftDb), this.#maxPercent);
    return { ...rest, volumePercent: shiftedBy(lifted, -this.#duckDb - this.#fadeDb) };
  }

  get ceilingPercent(): number {
    return this.#ceilingPercent;
  }

  /** Something makes it quieter for a while. */
  isLowered(): boolean {
    return this.#duckDb > 0 || this.#fadeDb > 0;
  }

  /** Up by so many dB against the noise of the road, as far as is allowed; nobody is shown that. */
  lift(db: number): void {
    this.#liftDb = db;
  }

  /** Down by so many dB, for as long as something is said into it; nobody is shown that. */
  duck(db: number): void {
    this.#duckDb = db;
  }

  /** Down by so many dB, little by little, before it falls silent by itself; nobody is shown that. */
  fade(db: number): void {
    this.#fadeDb = db;
  }

  restore(chosen: StoredSound | undefined): void {
    this.#chosen = chosen ?? DEFAULT_SOUND;
  }

  /** Holds until somebody chooses a volume: the first sound must not be loud, nor get loud by itself. */
  limit(ceilingPercent: number): void {
    this.#ceilingPercent = ceilingPercent;
  }

  /** Holds whatever anybody chooses. */
  hold(maxPercent: number): void {
    this.#maxPercent = maxPercent;
  }

  /** What is louder than allowed is chosen as loud as allowed: it does not get louder when more is allowed. */
  change(change: Partial<StoredSound>): void {
    if (change.volumePercent !== undefined) this.#ceilingPercent = NO_CEILING;
    const next = { ...this.#chosen, ...change };
    this.#chosen = { ...next, volumePercent: Math.min(next.volumePercent, this.#maxPercent) };
  }
}
