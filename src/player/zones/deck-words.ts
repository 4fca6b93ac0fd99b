import type { Chapter, MediaTrack } from '#contract/entities/zone';
import type { Clip, HeldPlay } from '#player/engine-port';
import type { StoredEntry } from '#player/ports';
import type { OutletChoice } from '#player/zones/outlet';

// What the deck is given, and what it says.

/** An entry of the queue with the file that it is now. */
export interface DeckItem {
  readonly entry: StoredEntry;
  readonly path: Buffer;
  /** Of that file, where it is not all of it. */
  readonly clip?: Clip | undefined;
}

export interface Media {
  readonly durationMs: number | undefined;
  readonly audioTracks: readonly MediaTrack[];
  readonly subtitleTracks: readonly MediaTrack[];
  readonly chapters: readonly Chapter[];
}

export interface DeckEnd {
  readonly item: DeckItem;
  /** `eof_early`: a good while before the end that the file promised; a pulled stick looks like that. */
  readonly reason: 'eof' | 'eof_early' | 'unplayable' | 'no_output';
  readonly positionMs: number;
}

/** What of a running player is ours. */
export interface DeckClaim {
  readonly item: DeckItem;
  /** Within the item. */
  readonly positionMs: number;
  readonly next: DeckItem | undefined;
}

export interface CueOptions {
  readonly delayMs?: number;
  readonly fadesIn?: boolean;
}

/** How items are to be played, asked as each is put on. */
export interface LoadManner {
  /** How much louder an item is to be played than it is; undefined leaves it as it is. */
  gainOf(item: DeckItem): number | undefined;
  /** How long what is on is still heard under what follows; 0: not at all. */
  crossfadeMs(from: DeckItem, to: DeckItem): number;
  /** Other songs may be heard together with it. */
  isMixed(item: DeckItem): boolean;
}

export interface DeckListener extends LoadManner, OutletChoice {
  /** Something that clients see is different. */
  onChanged(): void;
  /** The length and the tracks of what is on are known, or are others. */
  onMedia(): void;
  /** The item that was cued, or that followed by itself, is heard now. */
  onSettled(item: DeckItem): void;
  /** The prepared item has followed without a gap; the one before it was heard up to `endedAtMs`. */
  onAdvanced(item: DeckItem, endedAtMs: number): void;
  /** What is on goes on without its sound: no output works. */
  onSilent(): void;
  onEnded(end: DeckEnd): void;
  onReady(): void;
  /** A player that an earlier service left plays this; undefined where it is not ours. */
  onFound(held: HeldPlay): DeckClaim | undefined;
  /** The player died, or never came up; `item` was on it. It comes back by itself, where it was. */
  onLost(item: DeckItem | undefined, wasReady: boolean): void;
  onMissing(problem: string, isAway: boolean): void;
}
