import type { Clock } from '#kernel/clock';
import type { ItemId } from '#player/ports';
import { DeathCounter } from '#player/zones/death-counter';
import type { ZoneNotices } from '#player/zones/zone-notices';

const STEADY_MS = 30_000;
const NO_OUTPUT_PROBLEM = 'No sound output works';
const NO_START_PROBLEM = 'The player does not start';

/** Whether the player of a zone is there and well, and what of it the driver is told. */
export class PlayerHealth {
  readonly #notices: ZoneNotices;
  readonly #clock: Clock;
  readonly #deaths = new DeathCounter();
  #problem: string | undefined;
  #isMissing = false;
  #isSilent = false;
  #steadyTimer: NodeJS.Timeout | undefined;

  constructor(notices: ZoneNotices, clock: Clock) {
    this.#notices = notices;
    this.#clock = clock;
  }

  /** In words, why nothing can be heard now. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** A picture is still shown where only its sound is lost. */
  get isUsable(): boolean {
    return this.#problem === undefined || this.#isSilent;
  }

  get isMissing(): boolean {
    return this.#isMissing;
  }

  stop(): void {
    clearTimeout(this.#steadyTimer);
  }

  ready(): void {
    this.#isMissing = false;
    this.#problem = undefined;
    this.#notices.playerFound();
  }

  /** Another machine may come up later than this one: its zone says so itself. */
  missing(problem: string, isAway: boolean): void {
    this.#isMissing = true;
    this.#problem = problem;
    if (!isAway) this.#notices.playerMissing(problem);
  }

  /** `itemId` was on it when it died. True when that file has killed too many. */
  lost(itemId: ItemId | undefined, wasReady: boolean): boolean {
    if (!wasReady) this.#problem = NO_START_PROBLEM;
    if (itemId === undefined) return false;
    this.#notices.playerRestarted();
    clearTimeout(this.#steadyTimer);
    this.#steadyTimer = setTimeout(() => this.#notices.playerIsSteady(), STEADY_MS);
    return this.#deaths.isTooMany(itemId, this.#clock.uptimeMs());
  }

  noOutput(): void {
    this.#problem = NO_OUTPUT_PROBLEM;
  }

  /** What is on goes on without its sound, which `sounds` ends. */
  silent(): void {
    this.#isSilent = true;
    this.#problem = NO_OUTPUT_PROBLEM;
    this.#notices.filmSilent();
  }

  sounds(): void {
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#problem = undefined;
    this.#notices.filmHeard();
  }

  heard(): void {
    if (!this.#isSilent) this.#problem = undefined;
    this.#notices.plays();
  }
}
