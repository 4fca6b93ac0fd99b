import type { EntryId, ZoneId } from '#contract/entities/ids';
import type { Chapter, SleepTimer as SleepView } from '#contract/entities/zone';
import type { Clock } from '#kernel/clock';
import type { SleepMemory } from '#player/ports';
import type { Deck } from '#player/zones/deck';

export interface SleepTimerDeps {
  readonly zoneId: ZoneId;
  readonly memory: SleepMemory;
  readonly deck: Pick<Deck, 'media' | 'motion' | 'positionMs'>;
  readonly clock: Clock;
  entryId(): EntryId | undefined;
  /** Nothing follows by itself after what is on. */
  setLast(isLast: boolean): void;
  /** False again once it has ended. */
  isLast(): boolean;
  /** Quieter by so many dB before it is time; 0 again afterwards. */
  fade(db: number): void;
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
/** A time ends softly; a song and a chapter have ends of their own. */
const FADE_MS = 10_000;
const FADE_DB = 40;
const FADE_STEP_MS = 100;
/** A clock that stands while the power is off loses no more than this. */
const KEEP_MS = 60_000;

/** When a zone falls silent by itself: after a time, or where what plays, or its chapter, ends. */
export class SleepTimer {
  readonly #deps: SleepTimerDeps;
  #view: SleepView | null = null;
  #timer: NodeJS.Timeout | undefined;
  #aim: Aim | undefined;
  #isFading = false;

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
    if (until !== 'never') this.#begin(until, minutes * 60_000);
    this.#deps.onChanged();
  }

  /** As an earlier service left it; a time that has passed meanwhile is over, and so is one of what does not play on. */
  restore(playsOn: boolean): void {
    const { memory, zoneId } = this.#deps;
    const kept = memory.get(zoneId);
    if (!kept) return;
    if (playsOn && (kept.leftMs === null || kept.leftMs > 0)) this.#begin(kept.until, kept.leftMs ?? 0);
    else memory.drop(zoneId);
  }

  /** Somebody who presses a key while it gets quieter is awake. */
  touched(): void {
    if (!this.#isFading) return;
    this.#clear();
    this.#deps.onChanged();
  }

  #begin(until: SleepView['until'], leftMs: number): void {
    const atUptimeMs = until === 'time' ? Math.round(this.#deps.clock.uptimeMs() + leftMs) : null;
    this.#view = { until, atUptimeMs };
    this.#deps.setLast(until === 'item');
    this.#keep();
    this.note();
  }

  #keep(): void {
    const { zoneId, memory, clock } = this.#deps;
    if (!this.#view) return;
    const { until, atUptimeMs } = this.#view;
    memory.keep(zoneId, { until, leftMs: atUptimeMs === null ? null : atUptimeMs - clock.uptimeMs() });
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
    else if (leftMs <= FADE_MS) this.#fade(leftMs);
    else
      this.#timer = setTimeout(
        () => {
          this.#keep();
          this.note();
        },
        Math.min(KEEP_MS, leftMs - FADE_MS),
      );
  }

  #fade(leftMs: number): void {
    this.#isFading = true;
    this.#deps.fade(FADE_DB * (1 - leftMs / FADE_MS));
    this.#timer = setTimeout(() => this.note(), Math.min(FADE_STEP_MS, leftMs));
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

  /** As loud as before only once it is silent. */
  #due(): void {
    const wasFading = this.#isFading;
    this.#isFading = false;
    this.#clear();
    this.#deps.onDue();
    if (wasFading) this.#deps.fade(0);
    this.#deps.onChanged();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    if (this.#view) this.#deps.memory.drop(this.#deps.zoneId);
    this.#view = null;
    this.#aim = undefined;
    if (this.#isFading) this.#deps.fade(0);
    this.#isFading = false;
    if (this.#deps.isLast()) this.#deps.setLast(false);
  }
}

function stretchOf(chapters: readonly Chapter[], positionMs: number): Pick<Aim, 'fromMs' | 'endMs'> {
  const fromMs = chapters.findLast(({ startMs }) => startMs <= positionMs)?.startMs ?? 0;
  return { fromMs, endMs: chapters.find(({ startMs }) => startMs > positionMs)?.startMs };
}
