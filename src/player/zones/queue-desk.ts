import type { EntryId } from '#contract/entities/ids';
import type { Page } from '#contract/entities/page';
import type { QueueEntry, RepeatMode } from '#contract/entities/zone';
import type { Clock } from '#kernel/clock';
import { EntryNotFound, NothingToPlay } from '#player/errors';
import type { ItemRef, PlayableCatalog, StoredEntry } from '#player/ports';
import { addToQueue, moveInQueue, removeFromQueue } from '#player/queue/edit-queue';
import { fitQueue } from '#player/queue/fit-queue';
import { currentEntry, EMPTY_QUEUE, entryAt, indexOfEntry, withShuffle, type Queue } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';
import { nextFolderIndex, nextIndex, previousFolderIndex, previousIndex } from '#player/queue/step-queue';
import type { Playback } from '#player/zones/playback';
import { queuePage, type QueuePageRequest } from '#player/zones/queue-page';
import { SkipPace } from '#player/zones/skip-pace';

export interface QueueDeskDeps {
  readonly playback: Playback;
  readonly catalog: PlayableCatalog;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Throws where an entry must not be put on now. */
  refuseBarred(entry: ItemRef | undefined): void;
  /** The queue is different. */
  onChanged(): void;
}

/** What listeners do with the queue of a zone: fill it, step through it, arrange it. */
export class QueueDesk {
  readonly #deps: QueueDeskDeps;
  readonly #pace = new SkipPace();

  constructor(deps: QueueDeskDeps) {
    this.#deps = deps;
  }

  get queue(): Queue {
    return this.#deps.playback.queue;
  }

  queuePage(request: QueuePageRequest): Page<QueueEntry> {
    return queuePage(this.queue, request, this.#deps.catalog);
  }

  /** From where its current item was left unless told. */
  play(queue: Queue, positionMs?: number): void {
    this.#deps.playback.play(queue, positionMs);
    this.#deps.onChanged();
  }

  next(): void {
    this.#skipTo(nextIndex(this.queue, this.#deps.playback.isPlayable()));
  }

  previous(): void {
    this.#skipTo(previousIndex(this.queue, this.#deps.playback.deck.positionMs, this.#deps.playback.isPlayable()));
  }

  nextFolder(): void {
    this.#skipTo(
      nextFolderIndex(this.queue, (id) => this.#deps.catalog.folderOf(id), this.#deps.playback.isPlayable()),
    );
  }

  previousFolder(): void {
    this.#skipTo(
      previousFolderIndex(this.queue, (id) => this.#deps.catalog.folderOf(id), this.#deps.playback.isPlayable()),
    );
  }

  setShuffle(isOn: boolean): void {
    if (isOn === this.queue.shuffle) return;
    this.#rearrange(withShuffle(this.queue, isOn, this.#deps.random));
  }

  setRepeat(repeat: RepeatMode): void {
    this.#rearrange({ ...this.queue, repeat });
  }

  add(items: readonly ItemRef[], where: 'next' | 'last'): void {
    this.#rearrange(addToQueue(this.queue, items, where, this.#deps.random));
  }

  playEntry(entryId: EntryId): void {
    const at = this.#expect(entryId);
    this.#deps.refuseBarred(entryAt(this.queue, at));
    this.#skipTo(at, false);
  }

  move(entryId: EntryId, index: number): void {
    this.#expect(entryId);
    this.#rearrange(moveInQueue(this.queue, entryId, index));
  }

  /** Where the one that plays is taken out, the one behind it plays; at the end of the queue playing stops. */
  remove(entryId: EntryId): void {
    const at = this.#expect(entryId);
    const { queue, status } = this.#deps.playback;
    const rest = removeFromQueue(queue, entryId);
    if (at !== queue.index) {
      this.#rearrange(rest);
      return;
    }
    const isAtEnd = at === queue.order.length - 1 && queue.repeat === 'off';
    if ((status === 'playing' || status === 'waiting') && !isAtEnd && rest.index !== undefined) {
      this.play(rest);
      return;
    }
    this.#deps.playback.restore(rest, 0, status === 'paused' && rest.index !== undefined ? 'paused' : 'stopped');
    this.#deps.onChanged();
  }

  /** Takes out what is not so; where that plays, playing stops. */
  keepOnly(isKept: (entry: StoredEntry) => boolean): void {
    const rest = fitQueue(this.queue, isKept);
    if (rest === this.queue) return;
    if (currentEntry(rest)?.entryId === currentEntry(this.queue)?.entryId) this.#deps.playback.rearrange(rest);
    else this.#deps.playback.restore(rest, 0, 'stopped');
    this.#deps.onChanged();
  }

  clear(): void {
    const { shuffle, repeat } = this.queue;
    this.#deps.playback.halt();
    this.#deps.playback.restore({ ...EMPTY_QUEUE, shuffle, repeat }, 0, 'stopped');
    this.#deps.onChanged();
  }

  /** Where it was left; the current one, where `restarts`, from its beginning. */
  #skipTo(index: number | undefined, restarts = true): void {
    if (this.queue.index === undefined) throw new NothingToPlay();
    const positionMs = restarts && index === this.queue.index ? 0 : undefined;
    this.#deps.playback.goTo(index, { positionMs, delayMs: this.#pace.delayMs(this.#deps.clock.uptimeMs()) });
  }

  #expect(entryId: EntryId): number {
    const at = indexOfEntry(this.queue, entryId);
    if (at === -1) throw new EntryNotFound(entryId);
    return at;
  }

  #rearrange(queue: Queue): void {
    this.#deps.playback.rearrange(queue);
    this.#deps.onChanged();
  }
}
