import type { PlayerEngine, TakeOver } from '#player/engine-port';
import type { DeckClaim, DeckItem, LoadManner } from '#player/zones/deck-words';

export interface Loaded extends DeckItem {
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

/** What is to be on, and what is to follow it; what of that the player was told, and under which load ids. */
export class Loads {
  readonly #engine: PlayerEngine;
  readonly #manner: LoadManner;
  #current: Loaded | undefined;
  #next: (DeckItem & { loadId: number | undefined }) | undefined;
  #lastId = 0;

  constructor(engine: PlayerEngine, manner: LoadManner) {
    this.#engine = engine;
    this.#manner = manner;
  }

  get current(): Loaded | undefined {
    return this.#current;
  }

  get next(): DeckItem | undefined {
    return this.#next;
  }

  /** The player knows what follows. */
  get isNextSent(): boolean {
    return this.#next?.loadId !== undefined;
  }

  /** Not told before `send`; nothing follows it yet. */
  put(item: DeckItem, startMs: number, fadesIn: boolean): void {
    this.#next = undefined;
    this.#current = toLoad(item, ++this.#lastId, startMs, fadesIn);
  }

  clear(): void {
    this.#current = undefined;
    this.#next = undefined;
  }

  /** What follows without a gap when the current one ends. */
  follow(item: DeckItem | undefined): void {
    if (this.#next?.entry.entryId === item?.entry.entryId) return;
    const wasSent = this.isNextSent;
    this.#next = item && { ...item, loadId: undefined };
    if (!item && wasSent) this.#engine.prepare(undefined);
    this.sendNext();
  }

  /** Tells a player that is ready. */
  send(isPaused: boolean): void {
    const current = this.#current;
    if (!current) return;
    const { loadId, path, clip, startMs, fadesIn } = current;
    current.isSent = true;
    this.#engine.load({ ...{ loadId, path, clip, startMs, fadesIn, isPaused }, ...this.#said(current) });
    this.sendNext();
  }

  /** A start position must have been used up before anything is prepared: it would hold for that as well. */
  sendNext(): void {
    const current = this.#current;
    if (!this.#next || this.#next.loadId !== undefined || !current?.isSent) return;
    if (current.startMs > 0 && !current.isSettled) return;
    if (this.#engine.isWorn) return;
    this.#next.loadId = ++this.#lastId;
    const { loadId, path, clip } = this.#next;
    const crossfadeMs = this.#manner.crossfadeMs(current, this.#next);
    this.#engine.prepare({ ...{ loadId, path, clip, crossfadeMs }, ...this.#said(this.#next) });
  }

  /** What follows is to be played in another manner. */
  prepareAgain(): void {
    if (!this.#next || !this.isNextSent) return;
    this.#next.loadId = undefined;
    this.sendNext();
  }

  /** What follows is not to be prepared. */
  takeBackNext(): void {
    if (!this.#next || !this.isNextSent) return;
    this.#next.loadId = undefined;
    this.#engine.prepare(undefined);
  }

  /** What is on is to be as loud as the manner says now. */
  relevel(): void {
    const current = this.#current;
    if (current?.isSent) this.#engine.setGain(current.loadId, this.#manner.gainOf(current));
    this.prepareAgain();
  }

  /** What was prepared is on; undefined where that is something else. */
  advance(loadId: number): Loaded | undefined {
    const next = this.#next;
    if (next?.loadId !== loadId) return undefined;
    this.#current = { ...toLoad(next, loadId, 0, false), isSent: true };
    this.#next = undefined;
    return this.#current;
  }

  /** The player that knew them is gone: they are to be told anew, from this position. Gives what it had on. */
  lose(positionMs: number): DeckItem | undefined {
    const lost = this.#current;
    if (lost) this.#current = toLoad(lost, ++this.#lastId, positionMs, lost.fadesIn && !lost.isOpen);
    if (this.#next) this.#next.loadId = undefined;
    return lost?.isSent === true ? lost : undefined;
  }

  /** A player that runs has them already. */
  takeOver({ item, next }: DeckClaim): TakeOver {
    const loadId = ++this.#lastId;
    const nextLoadId = next && ++this.#lastId;
    this.#current = { ...toLoad(item, loadId, 0, false), isSent: true, isOpen: true, isSettled: true };
    this.#next = next && { ...next, loadId: nextLoadId };
    return {
      ...{ loadId, nextLoadId, clip: item.clip, nextClip: next?.clip },
      gainDb: this.#manner.gainOf(item),
      nextGainDb: next && this.#manner.gainOf(next),
      ...{ isFilm: isFilm(item), isNextFilm: next !== undefined && isFilm(next) },
      isMixed: this.#manner.isMixed(item),
      nextIsMixed: next && this.#manner.isMixed(next),
    };
  }

  #said(item: DeckItem) {
    return { gainDb: this.#manner.gainOf(item), isFilm: isFilm(item), isMixed: this.#manner.isMixed(item) };
  }
}

function toLoad({ entry, path, clip }: DeckItem, loadId: number, startMs: number, fadesIn: boolean): Loaded {
  return { entry, path, clip, loadId, startMs, fadesIn, isSent: false, isOpen: false, isSettled: false };
}

function isFilm({ entry }: DeckItem): boolean {
  return entry.kind === 'video';
}
