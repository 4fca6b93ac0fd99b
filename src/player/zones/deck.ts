import type { Clock } from '#kernel/clock';
import type { EngineEvent, HeldPlay, PlayerEngine, SubtitleFile, TakeOver } from '#player/engine-port';
import type { StoredEntry } from '#player/ports';
import type { CueOptions, DeckEnd, DeckItem, DeckListener, Media } from '#player/zones/deck-words';
import { Loads, type Loaded } from '#player/zones/loads';
import type { Motion } from '#player/zones/motion';
import { Outlet } from '#player/zones/outlet';
import { Playhead } from '#player/zones/playhead';

const EARLY_MS = 2_000;
/** How long the prepared item may take to follow before it is loaded in the ordinary way. */
const FOLLOW_LIMIT_MS = 1_500;

/**
 * What is on the player now, what follows it, and where it is. It says the same again to a player that was started anew,
 * so that nobody above has to know that one died.
 */
export class Deck {
  /** How it sounds and looks, and where that goes. */
  readonly outlet: Outlet;
  readonly #engine: PlayerEngine;
  readonly #listener: DeckListener;
  readonly #loads: Loads;
  readonly #playhead: Playhead;
  #isReady = false;
  #isPaused = true;
  #sendTimer: NodeJS.Timeout | undefined;
  #followTimer: NodeJS.Timeout | undefined;

  constructor(engine: PlayerEngine, clock: Clock, listener: DeckListener) {
    this.#engine = engine;
    this.#listener = listener;
    this.#loads = new Loads(engine, listener);
    this.#playhead = new Playhead(clock);
    this.outlet = new Outlet(engine, {
      onSpeed: (speed) => this.#playhead.setSpeed(speed),
      onTone: () => this.#loads.prepareAgain(),
      mayFallBack: () => listener.mayFallBack(),
    });
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get item(): DeckItem | undefined {
    return this.#loads.current;
  }

  /** What is on has been opened, and has arrived where it should. */
  get isHeard(): boolean {
    return this.#loads.current?.isSettled === true;
  }

  get media(): Media {
    return this.#playhead.media;
  }

  get motion(): Motion {
    return this.#playhead.motion;
  }

  get positionMs(): number {
    return this.#playhead.positionMs;
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
    this.#isPaused = isPaused;
    this.#playhead.begin(startMs);
    this.#loads.put(item, startMs, fadesIn);
    if (delayMs === 0) {
      this.#send();
      return;
    }
    this.#engine.setPaused(true);
    this.#sendTimer = setTimeout(() => this.#send(), delayMs);
  }

  /** What follows without a gap when the current item ends. */
  follow(item: DeckItem | undefined): void {
    this.#loads.follow(item);
  }

  /** Subtitles that were found for an item; not any more where another is on. */
  addSubtitles(item: DeckItem, files: readonly SubtitleFile[]): void {
    const { current } = this.#loads;
    if (current && current === item && files.length > 0) this.#engine.addSubtitles(current.loadId, files);
  }

  /** The file of an entry that is on, or that is to follow. */
  pathOf(entry: StoredEntry): Buffer | undefined {
    const { current, next } = this.#loads;
    return [current, next].find((item) => item?.entry.entryId === entry.entryId)?.path;
  }

  /** Takes everything off; the position stays what it was until another is given. */
  clear(positionMs: number): void {
    this.#clearTimers();
    this.#loads.clear();
    this.#playhead.begin(positionMs);
    this.#engine.unload();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#playhead.setPaused(isPaused, this.isHeard && !isPaused ? this.outlet.speed : 0);
    if (this.#loads.current?.isSent) this.#engine.setPaused(isPaused);
  }

  seek(positionMs: number): void {
    const targetMs = this.#playhead.seek(positionMs);
    const { current, next } = this.#loads;
    if (!current) return;
    if (!current.isOpen) {
      this.cue(current, targetMs, this.#isPaused, { fadesIn: current.fadesIn });
      this.follow(next);
      return;
    }
    current.isSettled = false;
    this.#engine.seek(targetMs);
  }

  /** How loud items are to be, or how they go over into each other, is different, for what is on and for what follows. */
  relevel(): void {
    this.#loads.relevel();
  }

  #send(): void {
    if (this.#isReady) this.#loads.send(this.#isPaused);
  }

  #receive(event: EngineEvent): void {
    switch (event.type) {
      case 'ready':
        this.#begin();
        return;
      case 'taken_over':
        this.outlet.sayAgain();
        // What it has prepared is not what should follow.
        if (!this.#loads.next) this.#engine.prepare(undefined);
        this.#listener.onReady();
        return;
      case 'worn':
        this.#loads.takeBackNext();
        return;
      case 'lost':
      case 'missing':
        this.#lose(event);
        return;
      case 'started':
        this.#started(event.loadId);
        return;
      case 'media':
        if (event.loadId !== this.#loads.current?.loadId) return;
        this.#playhead.know(event);
        this.#listener.onMedia();
        this.#listener.onChanged();
        return;
      case 'position':
        this.#moved(event);
        return;
      case 'silent':
        if (event.loadId === this.#loads.current?.loadId) this.#listener.onSilent();
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
    if (this.#loads.current?.isSent === false) this.#send();
  }

  /** What is on stays on; where it is comes with the first position. */
  #claim(held: HeldPlay): TakeOver | undefined {
    const claim = this.#listener.onFound(held);
    if (!claim) return undefined;
    this.#clearTimers();
    this.#isReady = true;
    this.#isPaused = held.isPaused;
    this.#playhead.begin(claim.positionMs);
    return this.#loads.takeOver(claim);
  }

  /** Everything is as it was, but nothing moves until the next player has it. */
  #lose(event: Extract<EngineEvent, { type: 'lost' | 'missing' }>): void {
    const wasReady = this.#isReady;
    this.#isReady = false;
    this.#clearTimers();
    const { positionMs } = this;
    this.#playhead.standAt(positionMs);
    const lost = this.#loads.lose(positionMs);
    if (event.type === 'missing') this.#listener.onMissing(event.problem, event.isAway === true);
    else this.#listener.onLost(lost, wasReady);
    this.#listener.onChanged();
  }

  #started(loadId: number): void {
    const followed = this.#loads.advance(loadId);
    if (!followed) return;
    clearTimeout(this.#followTimer);
    const endedAtMs = this.positionMs;
    this.#playhead.begin(0);
    this.#listener.onAdvanced(followed, endedAtMs);
  }

  #moved(event: Extract<EngineEvent, { type: 'position' }>): void {
    const { current } = this.#loads;
    if (event.loadId !== current?.loadId) return;
    const rate = event.isMoving && !this.#isPaused ? this.outlet.speed : 0;
    if (event.isSettled) current.isSettled = current.isOpen = true;
    else if (!current.isSettled) return;
    if (this.#playhead.moved(event.positionMs, rate, event.isSettled)) this.#listener.onChanged();
    if (!event.isSettled) return;
    this.#loads.sendNext();
    this.#listener.onSettled(current);
  }

  #ended({ loadId, reason, endMs }: Extract<EngineEvent, { type: 'ended' }>): void {
    const { current } = this.#loads;
    if (loadId !== current?.loadId) return;
    const { positionMs } = this;
    const end = { item: current, positionMs, reason: reason === 'eof' ? this.#kindOfEof(current, endMs) : reason };
    this.#playhead.standAt(positionMs);
    if (end.reason !== 'eof') {
      // What was prepared must not play while it is being found out why this one ended.
      this.clear(positionMs);
      this.#listener.onEnded(end);
    } else if (this.#loads.isNextSent) {
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
    const durationMs = endMs ?? this.media.durationMs;
    return durationMs === undefined || this.positionMs < durationMs - EARLY_MS ? 'eof_early' : 'eof';
  }

  #clearTimers(): void {
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#followTimer);
  }
}
