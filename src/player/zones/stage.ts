import type { Playable, ZoneStatus } from '#contract/entities/zone';
import { bookOf } from '#player/heard/book-of';
import { goesOn } from '#player/heard/heard-rules';
import { Listening, type ListeningDeps } from '#player/heard/listening';
import type { PlayableCatalog, StoredEntry } from '#player/ports';
import { currentEntry, EMPTY_QUEUE, entryAt, type Queue } from '#player/queue/queue';
import { afterEnd, type IsPlayable } from '#player/queue/step-queue';
import type { Deck } from '#player/zones/deck';
import type { DeckItem } from '#player/zones/deck-words';
import type { Admission } from '#player/zones/admission';
import { Failures } from '#player/zones/failures';
import { SeenSticks } from '#player/zones/seen-sticks';

export interface StageDeps extends ListeningDeps {
  readonly deck: Deck;
  readonly catalog: PlayableCatalog;
  readonly admission: Pick<Admission, 'refusal'>;
  /** What is on, or where it is, is different. */
  readonly onChanged: () => void;
}

/** What a zone is at: its queue, its status, and what of them is on the deck. What comes next is not decided here. */
export class Stage {
  readonly sticks: SeenSticks;
  readonly failures = new Failures();
  queue: Queue = EMPTY_QUEUE;
  status: ZoneStatus = 'stopped';
  /** What is on is the last for now: nothing follows by itself. */
  isLast = false;
  /** The first sound after a start comes up from silence, whoever asks for it. */
  fadesIn = false;
  readonly #deps: StageDeps;
  readonly #listening: Listening;
  #settlers: (() => void)[] = [];

  constructor(deps: StageDeps) {
    this.#deps = deps;
    this.sticks = new SeenSticks(deps.catalog);
    this.#listening = new Listening(deps);
  }

  get entry(): StoredEntry | undefined {
    return currentEntry(this.queue);
  }

  /** The place that follows by itself. */
  get following(): number | undefined {
    return afterEnd(this.queue, this.isPlayable());
  }

  isPlayable(): IsPlayable {
    const isIn = this.sticks.lookup();
    return (entry) => isIn(entry) && !this.failures.isBroken(entry.id) && !this.isBarred(entry);
  }

  /** It must not be played here now. */
  isBarred(entry: StoredEntry): boolean {
    return this.#deps.admission.refusal(entry) !== undefined;
  }

  /** Plays an item from a position. */
  put(item: DeckItem, positionMs: number, delayMs: number): void {
    this.status = 'playing';
    this.begun(item, positionMs);
    this.#deps.deck.cue(item, positionMs, false, { delayMs, fadesIn: this.fadesIn });
    this.followUp();
    this.#deps.onChanged();
  }

  /** An item is on the deck that was not, or not there. */
  begun({ entry }: DeckItem, positionMs: number): void {
    const item = this.#describe(entry);
    const durationMs = item?.durationMs ?? undefined;
    this.#listening.begin({ entry, isSpoken: item?.isSpoken === true, positionMs, durationMs });
  }

  /** The index may say something else of what is on. */
  recognise(): void {
    const { deck } = this.#deps;
    const item = deck.item && this.#describe(deck.item.entry);
    if (item) this.#listening.recognise(item.isSpoken);
  }

  /** Takes note of what was heard up to now. */
  note(): void {
    const { deck } = this.#deps;
    this.#listening.at(deck.positionMs, deck.media.durationMs);
  }

  /** What was asked for has come out. */
  heard({ entry }: DeckItem): void {
    this.failures.heard(entry.id);
    this.fadesIn = false;
    this.release();
  }

  /** What is on was heard to its end. */
  heardToEnd(endedAtMs = this.#deps.deck.positionMs): void {
    this.#listening.at(endedAtMs, this.#deps.deck.media.durationMs);
    this.#listening.ended();
  }

  /** Goes to a position of what is on, or of what will be put on by hand. */
  seek(positionMs: number): void {
    const { deck } = this.#deps;
    this.note();
    deck.seek(positionMs);
    if (deck.item) this.#listening.jumped(deck.positionMs);
    else if (this.entry && positionMs === 0) this.#listening.forget(this.entry.id);
  }

  /** After so long a silence what is spoken, on the deck, goes on a little before. */
  goBack(silenceMs: number): void {
    const { deck } = this.#deps;
    const { entry } = this;
    const backMs = entry ? this.backFrom(entry, deck.positionMs, silenceMs) : deck.positionMs;
    if (backMs === deck.positionMs) return;
    this.note();
    deck.seek(backMs);
    this.#listening.wentBack(deck.positionMs);
  }

  /** Where an entry goes on that was here: what is spoken a little before, by the length of the silence. */
  backFrom(entry: StoredEntry, positionMs: number, silenceMs = Infinity): number {
    const isBook = positionMs > 0 && this.#describe(entry)?.isSpoken === true;
    return isBook ? this.#listening.backFrom(entry.id, positionMs, silenceMs) : positionMs;
  }

  /** Where an entry begins that nobody has asked another place of. */
  startOf(entry: StoredEntry): number {
    const point = this.#listening.pointOf(entry.id);
    if (point === undefined || this.#isMusic(entry)) return 0;
    return this.backFrom(entry, point, this.#listening.silenceOf(entry.id));
  }

  /** Hands over what was heard; true where counts or resume points are different for others. */
  writeHeard(): boolean {
    this.note();
    return this.#listening.write();
  }

  /** Nothing is on any more; the position stays. */
  rest(status: Exclude<ZoneStatus, 'playing'>, positionMs: number): void {
    this.note();
    this.#listening.leave();
    this.status = status;
    this.#deps.deck.clear(positionMs);
    this.release();
    this.#deps.onChanged();
  }

  /** Says what follows without a gap; the queue, the sticks or the item are different. */
  followUp(): void {
    const { deck } = this.#deps;
    if (!deck.item) return;
    const entry = this.isLast ? undefined : entryAt(this.queue, this.following);
    // What is prepared begins at its beginning, and at the speed of what is on.
    if (entry && entry.id !== this.entry?.id && (this.startOf(entry) > 0 || this.#isOtherBook(entry))) {
      deck.follow(undefined);
      return;
    }
    const path = entry && (this.sticks.locate(entry) ?? deck.pathOf(entry));
    deck.follow(path && this.sticks.itemOf(entry, path));
  }

  /** Resolves when what was asked for is heard, or will not be. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.#settlers.push(resolve));
  }

  release(): void {
    const settlers = this.#settlers;
    this.#settlers = [];
    for (const settle of settlers) settle();
  }

  /** It is known to go on nowhere, whatever was kept of it when it was taken for something else. */
  #isMusic(entry: StoredEntry): boolean {
    const item = this.#describe(entry);
    const durationMs = item?.durationMs ?? undefined;
    return item !== undefined && durationMs !== undefined && !goesOn({ ...item, durationMs });
  }

  #isOtherBook(entry: StoredEntry): boolean {
    const { catalog } = this.#deps;
    return bookOf(this.#describe(entry), catalog) !== bookOf(this.entry && this.#describe(this.entry), catalog);
  }

  #describe({ id }: StoredEntry): Playable | undefined {
    return this.#deps.catalog.describe([id]).get(id);
  }
}
