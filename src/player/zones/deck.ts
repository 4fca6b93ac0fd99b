import type { Clock } from '#kernel/clock';
import type { EngineEvent, HeldPlay, PlayerEngine, SubtitleFile, TakeOver } from '#player/engine-port';
import type { StoredEntry } from '#player/ports';
import type { CueOptions, DeckEnd, DeckItem, DeckListener, Media } from '#player/zones/deck-words';
import { positionAt, standingAt, type Motion } from '#player/zones/motion';
import { Outlet } from '#player/zones/outlet';

interface Loaded extends DeckItem {
  readonly loadId: number;
  readonly startMs: number;
  /** The sound comes up from silence. */
  readonly fadesIn: boolean;
  /** The player has been told. */
  isSent: boolean;
  /** It has been heard at some time: it can be sought in. */
  isOpen: boolean;
  /** It is where it was last told to be. */
  isSettled: boolean;
}

const NO_MEDIA: Media = { durationMs: undefined, audioTracks: [], subtitleTracks: [], chapters: [] };
const EARLY_MS = 2_000;
/** How long the prepared item may take to follow before it is loaded in the ordinary way. */
const FOLLOW_LIMIT_MS = 1_500;
/** How far clients' own reckoning may be off before they are told again. */
const DEVIATION_MS = 250;
/** The same when it has just been paused: what is kept must not be ahead of what was heard. */
const PAUSED_DEVIATION_MS = 20;

/**
 * What is on the player now, what follows it, and where it is. It says the same again to a player that was started anew,
 * so that nobody above has to know that one died.
 */
export class Deck {
  /** How it sounds and looks, and where that goes. */
  readonly outlet: Outlet;
  readonly #engine: PlayerEngine;
  readonly #clock: Clock;
  readonly #listener: DeckListener;
  #isReady = false;
  #current: Loaded | undefined;
  #next: (DeckItem & { loadId: number | undefined }) | undefined;
  #isPaused = true;
  #motion: Motion;
  #media = NO_MEDIA;
  #toleranceMs = DEVIATION_MS;
  #lastLoadId = 0;
  #sendTimer: NodeJS.Timeout | undefined;
  #followTimer: NodeJS.Timeout | undefined;

  constructor(engine: PlayerEngine, clock: Clock, listener: DeckListener) {
    this.#engine = engine;
    this.#clock = clock;
    this.#listener = listener;
    this.outlet = new Outlet(engine, {
      onSpeed: (speed) => this.#paced(speed),
      onTone: () => this.#prepareAgain(),
      mayFallBack: () => listener.mayFallBack(),
    });
    this.#motion = standingAt(0, clock.uptimeMs());
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get item(): DeckItem | undefined {
    return this.#current;
  }

  /** What is on has been opened, and has arrived where it should. */
  get isHeard(): boolean {
    return this.#current?.isSettled === true;
  }

  get media(): Media {
    return this.#media;
  }

  get motion(): Motion {
    return this.#motion;
  }

  get positionMs(): number {
    return positionAt(this.#motion, this.#clock.uptimeMs(), this.#media.durationMs);
  }

  /** Resolves when it is known whether a player that runs was taken over. */
  start(mayBegin?: Promise<unknown>): Promise<void> {
    return this.#engine.start(
      (event) => this.#receive(event),
      (held) => this.#claim(held),
      mayBegin,
    );
  }

  async stop(): Promise<void> {
    this.#clearTimers();
    await this.#engine.stop();
  }

  /** Puts an item on. With a delay what played falls silent at once, and only the last item cued within it is opened. */
  cue(item: DeckItem, startMs: number, isPaused: boolean, { delayMs = 0, fadesIn = false }: CueOptions = {}): void {
    this.#clearTimers();
    this.#next = undefined;
    this.#media = NO_MEDIA;
    this.#isPaused = isPaused;
    this.#motion = standingAt(startMs, this.#clock.uptimeMs());
    this.#current = toLoad(item, ++this.#lastLoadId, startMs, fadesIn);
    if (delayMs === 0) {
      this.#sendCurrent();
      return;
    }
    this.#engine.setPaused(true);
    this.#sendTimer = setTimeout(() => this.#sendCurrent(), delayMs);
  }

  /** What follows without a gap when the current item ends. */
  follow(item: DeckItem | undefined): void {
    if (this.#next?.entry.entryId === item?.entry.entryId) return;
    const wasSent = this.#next?.loadId !== undefined;
    this.#next = item && { ...item, loadId: undefined };
    if (!item && wasSent) this.#engine.prepare(undefined);
    this.#sendNext();
  }

  /** Subtitles that were found for an item; not any more where another is on. */
  addSubtitles(item: DeckItem, files: readonly SubtitleFile[]): void {
    const current = this.#current;
    if (current && current === item && files.length > 0) this.#engine.addSubtitles(current.loadId, files);
  }

  /** The file of an entry that is on, or that is to follow. */
  pathOf(entry: StoredEntry): Buffer | undefined {
    return [this.#current, this.#next].find((item) => item?.entry.entryId === entry.entryId)?.path;
  }

  /** Takes everything off; the position stays what it was until another is given. */
  clear(positionMs: number): void {
    this.#clearTimers();
    this.#current = undefined;
    this.#next = undefined;
    this.#media = NO_MEDIA;
    this.#motion = standingAt(positionMs, this.#clock.uptimeMs());
    this.#engine.unload();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#toleranceMs = isPaused ? PAUSED_DEVIATION_MS : DEVIATION_MS;
    const canMove = this.#current?.isSettled === true && !isPaused;
    this.#motion = { ...standingAt(this.positionMs, this.#clock.uptimeMs()), rate: canMove ? this.outlet.speed : 0 };
    if (this.#current?.isSent) this.#engine.setPaused(isPaused);
  }

  seek(positionMs: number): void {
    const { durationMs } = this.#media;
    const target = durationMs === undefined ? positionMs : Math.min(positionMs, durationMs);
    this.#motion = standingAt(target, this.#clock.uptimeMs());
    this.#toleranceMs = DEVIATION_MS;
    if (!this.#current) return;
    if (!this.#current.isOpen) {
      const next = this.#next;
      this.cue(this.#current, target, this.#isPaused, { fadesIn: this.#current.fadesIn });
      this.follow(next);
      return;
    }
    this.#current.isSettled = false;
    this.#engine.seek(target);
  }

  /** How loud items are to be, or how they go over into each other, is different, for what is on and for what follows. */
  relevel(): void {
    const current = this.#current;
    if (current?.isSent) this.#engine.setGain(current.loadId, this.#listener.gainOf(current));
    this.#prepareAgain();
  }

  #prepareAgain(): void {
    if (this.#next?.loadId === undefined) return;
    this.#next.loadId = undefined;
    this.#sendNext();
  }

  #paced(speed: number): void {
    if (this.#motion.rate === 0) return;
    this.#motion = { ...standingAt(this.positionMs, this.#clock.uptimeMs()), rate: speed };
  }

  #sendCurrent(): void {
    const current = this.#current;
    if (!this.#isReady || !current) return;
    const { loadId, path, clip, startMs, fadesIn } = current;
    current.isSent = true;
    this.#engine.load({
      ...{ loadId, path, clip, startMs, fadesIn },
      gainDb: this.#listener.gainOf(current),
      isFilm: isFilm(current),
      isMixed: this.#listener.isMixed(current),
      isPaused: this.#isPaused,
    });
    this.#sendNext();
  }

  /** A start position must have been used up before anything is prepared: it would hold for that as well. */
  #sendNext(): void {
    const current = this.#current;
    if (!this.#next || this.#next.loadId !== undefined || !current?.isSent) return;
    if (current.startMs > 0 && !current.isSettled) return;
    if (this.#engine.isWorn) return;
    this.#next.loadId = ++this.#lastLoadId;
    const { loadId, path, clip } = this.#next;
    this.#engine.prepare({
      ...{ loadId, path, clip },
      gainDb: this.#listener.gainOf(this.#next),
      isFilm: isFilm(this.#next),
      isMixed: this.#listener.isMixed(this.#next),
      crossfadeMs: this.#listener.crossfadeMs(current, this.#next),
    });
  }

  #receive(event: EngineEvent): void {
    switch (event.type) {
      case 'ready':
        this.#begin();
        return;
      case 'taken_over':
        this.outlet.sayAgain();
        // What it has prepared is not what should follow.
        if (!this.#next) this.#engine.prepare(undefined);
        this.#listener.onReady();
        return;
      case 'worn':
        if (this.#next?.loadId === undefined) return;
        this.#next.loadId = undefined;
        this.#engine.prepare(undefined);
        return;
      case 'lost':
      case 'missing':
        this.#lose(event);
        return;
      case 'started':
        this.#started(event.loadId);
        return;
      case 'media':
        if (event.loadId !== this.#current?.loadId) return;
        this.#media = event;
        this.#listener.onMedia();
        this.#listener.onChanged();
        return;
      case 'position':
        this.#moved(event);
        return;
      case 'silent':
        if (event.loadId === this.#current?.loadId) this.#listener.onSilent();
        return;
      case 'ended':
        this.#ended(event);
        return;
    }
  }

  #begin(): void {
    this.#isReady = true;
    this.outlet.sayAnew();
    this.#listener.onReady();
    if (this.#current && !this.#current.isSent) this.#sendCurrent();
  }

  /** What is on stays on; where it is comes with the first position. */
  #claim(held: HeldPlay): TakeOver | undefined {
    const claim = this.#listener.onFound(held);
    if (!claim) return undefined;
    this.#clearTimers();
    this.#isReady = true;
    this.#isPaused = held.isPaused;
    this.#media = NO_MEDIA;
    this.#motion = standingAt(claim.positionMs, this.#clock.uptimeMs());
    const loadId = ++this.#lastLoadId;
    const nextLoadId = claim.next && ++this.#lastLoadId;
    this.#current = { ...toLoad(claim.item, loadId, 0, false), isSent: true, isOpen: true, isSettled: true };
    this.#next = claim.next && { ...claim.next, loadId: nextLoadId };
    return {
      ...{ loadId, nextLoadId, clip: claim.item.clip, nextClip: claim.next?.clip },
      gainDb: this.#listener.gainOf(claim.item),
      nextGainDb: claim.next && this.#listener.gainOf(claim.next),
      ...{ isFilm: isFilm(claim.item), isNextFilm: claim.next !== undefined && isFilm(claim.next) },
      isMixed: this.#listener.isMixed(claim.item),
      nextIsMixed: claim.next && this.#listener.isMixed(claim.next),
    };
  }

  /** Everything is as it was, but nothing moves until the next player has it. */
  #lose(event: Extract<EngineEvent, { type: 'lost' | 'missing' }>): void {
    const wasReady = this.#isReady;
    this.#isReady = false;
    this.#clearTimers();
    const { positionMs } = this;
    this.#motion = standingAt(positionMs, this.#clock.uptimeMs());
    const lost = this.#current;
    if (lost) this.#current = toLoad(lost, ++this.#lastLoadId, positionMs, lost.fadesIn && !lost.isOpen);
    if (this.#next) this.#next.loadId = undefined;
    if (event.type === 'missing') this.#listener.onMissing(event.problem, event.isAway === true);
    else this.#listener.onLost(lost?.isSent === true ? lost : undefined, wasReady);
    this.#listener.onChanged();
  }

  #started(loadId: number): void {
    if (loadId === this.#current?.loadId) return;
    const next = this.#next;
    if (next?.loadId !== loadId) return;
    clearTimeout(this.#followTimer);
    const endedAtMs = this.positionMs;
    this.#current = { ...toLoad(next, loadId, 0, false), isSent: true };
    this.#next = undefined;
    this.#media = NO_MEDIA;
    this.#motion = standingAt(0, this.#clock.uptimeMs());
    this.#listener.onAdvanced(this.#current, endedAtMs);
  }

  #moved(event: Extract<EngineEvent, { type: 'position' }>): void {
    const current = this.#current;
    if (event.loadId !== current?.loadId) return;
    const nowMs = this.#clock.uptimeMs();
    const rate = event.isMoving && !this.#isPaused ? this.outlet.speed : 0;
    if (event.isSettled) current.isSettled = current.isOpen = true;
    else if (!current.isSettled) return;
    const isOff = Math.abs(event.positionMs - this.positionMs) > this.#toleranceMs;
    const isArrival = event.isSettled && rate > 0;
    if (isArrival || isOff || rate !== this.#motion.rate) {
      this.#motion = { positionMs: event.positionMs, atUptimeMs: nowMs, rate };
      this.#listener.onChanged();
    }
    if (!event.isSettled) return;
    this.#sendNext();
    this.#listener.onSettled(current);
  }

  #ended({ loadId, reason, endMs }: Extract<EngineEvent, { type: 'ended' }>): void {
    const current = this.#current;
    if (loadId !== current?.loadId) return;
    const { positionMs } = this;
    const end = { item: current, positionMs, reason: reason === 'eof' ? this.#kindOfEof(current, endMs) : reason };
    this.#motion = standingAt(positionMs, this.#clock.uptimeMs());
    if (end.reason !== 'eof') {
      // What was prepared must not play while it is being found out why this one ended.
      this.clear(positionMs);
      this.#listener.onEnded(end);
    } else if (this.#next?.loadId !== undefined) {
      this.#followTimer = setTimeout(() => this.#listener.onEnded(end), FOLLOW_LIMIT_MS);
    } else {
      this.#listener.onEnded(end);
    }
  }

  /** `endMs` is where it was to end, where that is before its end. */
  #kindOfEof(current: Loaded, endMs: number | undefined): DeckEnd['reason'] {
    if (!this.#engine.isRealTime) return 'eof';
    // Repeated, a file without any sound would be opened again and again as fast as the machine can.
    if (!current.isOpen) return 'unplayable';
    const durationMs = endMs ?? this.#media.durationMs;
    return durationMs === undefined || this.positionMs < durationMs - EARLY_MS ? 'eof_early' : 'eof';
  }

  #clearTimers(): void {
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#followTimer);
  }
}

function toLoad({ entry, path, clip }: DeckItem, loadId: number, startMs: number, fadesIn: boolean): Loaded {
  return { entry, path, clip, loadId, startMs, fadesIn, isSent: false, isOpen: false, isSettled: false };
}

function isFilm({ entry }: DeckItem): boolean {
  return entry.kind === 'video';
}
