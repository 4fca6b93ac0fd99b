import type { ItemRef, StoredEntry } from '#player/ports';
import type { Admission } from '#player/zones/admission';
import type { Deck } from '#player/zones/deck';
import type { GoToOptions } from '#player/zones/playback-deps';
import type { Stage } from '#player/zones/stage';
import type { ZoneNotices } from '#player/zones/zone-notices';

export interface FilmSightDeps {
  readonly stage: Stage;
  readonly deck: Deck;
  readonly admission: Admission;
  readonly notices: ZoneNotices;
  /** Puts an entry of the stage's queue on. */
  goTo(index: number | undefined, at: GoToOptions): void;
  /** Whatever was waited for is not any more. */
  endWait(): void;
}

/** The screens of a car need some seconds at a start. */
const UNSAID_MS = 20_000;
/** In which a player that has nothing to show any more has closed its window. */
const CLOSING_MS = 1_000;

/**
 * What is done as a film may be seen, or not any more. What must not be shown is taken off, and stays paused where it was; where
 * nothing but its own screen is missing it waits for that as for a stick, and goes on by itself.
 */
export class FilmSight {
  readonly #deps: FilmSightDeps;
  #isAwaited = false;
  #wasLacking: boolean;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: FilmSightDeps) {
    this.#deps = deps;
    this.#wasLacking = deps.admission.lacksScreen;
  }

  /** It waits for its screen. */
  get isAwaited(): boolean {
    return this.#isAwaited && this.#deps.stage.status === 'waiting';
  }

  /** Screens or the car, or what is set, are different. */
  changed(): void {
    const { admission, deck, stage, notices } = this.#deps;
    deck.outlet.setPicture(admission.picture);
    const item = deck.item?.entry;
    if (item && stage.isBarred(item)) this.#takeOff(item);
    const hasCome = this.#wasLacking && !admission.lacksScreen;
    this.#wasLacking = admission.lacksScreen;
    if (hasCome) this.#screenHasCome();
    if (admission.film !== 'barred') notices.filmMayShow();
  }

  /** Waits for the screen, instead of showing an item; false where it is not that which is missing. */
  await(item: ItemRef, positionMs: number): boolean {
    const { admission, notices } = this.#deps;
    if (item.kind !== 'video' || !admission.lacksScreen || !admission.isForThem(item)) return false;
    this.#wasLacking = true;
    this.#rest(positionMs);
    this.#timer = setTimeout(() => notices.screenMissing(), UNSAID_MS);
    return true;
  }

  /** Something else is done than waiting for it. */
  end(): void {
    clearTimeout(this.#timer);
    this.#isAwaited = false;
    this.#deps.notices.screenFound();
  }

  #takeOff(entry: StoredEntry): void {
    const { admission, deck, stage, notices } = this.#deps;
    const { positionMs } = deck;
    const wasPlaying = stage.status === 'playing';
    this.#deps.endWait();
    if (!wasPlaying || !this.await(entry, positionMs)) stage.rest('paused', positionMs);
    if (entry.kind !== 'video' || admission.film !== 'barred') return;
    if (admission.lacksScreen) notices.screenMissing();
    else notices.filmStopped();
  }

  /** What was put on the touchscreen while the car stood would stay there: it is opened anew. */
  #screenHasCome(): void {
    const { deck, stage, notices } = this.#deps;
    notices.screenFound();
    const isFilmOn = deck.item?.entry.kind === 'video';
    if (this.isAwaited) {
      this.#goOn();
    } else if (isFilmOn && stage.status === 'playing') {
      this.#rest(deck.positionMs);
      this.#timer = setTimeout(() => this.#goOn(), CLOSING_MS);
    } else if (isFilmOn) {
      stage.rest('paused', deck.positionMs);
    }
  }

  #rest(positionMs: number): void {
    clearTimeout(this.#timer);
    this.#isAwaited = true;
    this.#deps.stage.rest('waiting', positionMs);
  }

  #goOn(): void {
    const { stage, deck } = this.#deps;
    if (this.isAwaited) this.#deps.goTo(stage.queue.index, { positionMs: deck.positionMs });
  }
}
