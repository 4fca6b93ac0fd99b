import type { EntryId } from '#contract/entities/ids';
import type { Chapter, SleepTimer as SleepView } from '#contract/entities/zone';
import type { Clock } from '#kernel/clock';
import type { Deck } from '#player/zones/deck';

export interface SleepTimerDeps {
  readonly deck: Pick<Deck, 'media' | 'motion' | 'positionMs'>;
  readonly clock: Clock;
  entryId(): EntryId | undefined;
  /** Nothing follows by itself after what is on. */
  setLast(isLast: boolean): void;
  /** False again once it has ended. */
  isLast(): boolean;
  /** It is time. */
  onDue(): void;
  /** What clients see of it is different. */
  onChanged(): void;
}

interface Aim {
  readonly entryId: EntryId | undefined;
  readonly fromMs: number;
  /** Undefined where the chapter ends with its item, or there are none. */
  readonly endMs: number | undefined;
}

/** A tick may be this early; what was heard of the next chapter nobody minds. */
const EARLY_MS = 20;
/** Beyond the end it has been sought. */
const PAST_MS = 2_000;

/** When a zone falls silent by itself: after a time, or where what plays, or its chapter, ends. It is not kept over a restart. */
export class SleepTimer {
  readonly #deps: SleepTimerDeps;
  #view: SleepView | null = null;
  #timer: NodeJS.Timeout | undefined;
  #aim: Aim | undefined;

  constructor(deps: SleepTimerDeps) {
    this.#deps = deps;
  }

  get view(): SleepView | null {
    return this.#view;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  set(until: SleepView['until'] | 'never', minutes: number): void {
    this.#clear();
    if (until !== 'never') {
      const atUptimeMs = until === 'time' ? Math.round(this.#deps.clock.uptimeMs() + minutes * 60_000) : null;
      this.#view = { until, atUptimeMs };
      this.#deps.setLast(until === 'item');
      this.note();
    }
    this.#deps.onChanged();
  }

  /** What plays, or where it is, may be different. */
  note(): void {
    clearTimeout(this.#timer);
    if (this.#view?.until === 'time') this.#noteTime(this.#view.atUptimeMs ?? 0);
    else if (this.#view?.until === 'item' && !this.#deps.isLast()) this.#clear();
    else if (this.#view?.until === 'chapter') this.#noteChapter();
  }

  #noteTime(atUptimeMs: number): void {
    const leftMs = atUptimeMs - this.#deps.clock.uptimeMs();
    if (leftMs <= EARLY_MS) this.#due();
    else this.#timer = setTimeout(() => this.note(), leftMs);
  }

  #noteChapter(): void {
    const { deck } = this.#deps;
    if (this.#aim && this.#aim.endMs === undefined && !this.#deps.isLast()) {
      this.#clear();
      return;
    }
    if (this.#isElsewhere()) this.#aimAnew();
    const endMs = this.#aim?.endMs;
    if (endMs === undefined) return;
    const { rate } = deck.motion;
    if (deck.positionMs >= endMs - EARLY_MS) this.#due();
    else if (rate > 0) this.#timer = setTimeout(() => this.note(), (endMs - deck.positionMs) / rate);
  }

  /** Another item, or another chapter of it, than the one whose end was waited for; or its chapters were not known yet. */
  #isElsewhere(): boolean {
    const aim = this.#aim;
    const { positionMs, media } = this.#deps.deck;
    if (!aim || aim.entryId !== this.#deps.entryId() || positionMs < aim.fromMs) return true;
    return aim.endMs === undefined ? media.chapters.length > 0 : positionMs > aim.endMs + PAST_MS;
  }

  #aimAnew(): void {
    const { positionMs, media } = this.#deps.deck;
    this.#aim = { entryId: this.#deps.entryId(), ...stretchOf(media.chapters, positionMs) };
    const isLast = this.#aim.endMs === undefined;
    if (isLast !== this.#deps.isLast()) this.#deps.setLast(isLast);
  }

  #due(): void {
    this.#clear();
    this.#deps.onDue();
    this.#deps.onChanged();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#view = null;
    this.#aim = undefined;
    if (this.#deps.isLast()) this.#deps.setLast(false);
  }
}

function stretchOf(chapters: readonly Chapter[], positionMs: number): Pick<Aim, 'fromMs' | 'endMs'> {
  const fromMs = chapters.findLast(({ startMs }) => startMs <= positionMs)?.startMs ?? 0;
  return { fromMs, endMs: chapters.find(({ startMs }) => startMs > positionMs)?.startMs };
}
