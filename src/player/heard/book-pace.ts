import { bookOf } from '#player/heard/book-of';
import type { BookSpeeds, PlayableCatalog, StoredEntry } from '#player/ports';

export interface BookPaceDeps {
  readonly catalog: PlayableCatalog;
  readonly speeds: BookSpeeds;
}

/** How fast a zone plays: each book at its own speed, all else at 1 unless somebody chose otherwise just for what is on. */
export class BookPace {
  readonly #deps: BookPaceDeps;
  #entryId: StoredEntry['entryId'] | undefined;
  #book: string | undefined;
  #speed = 1;
  /** Kept for the whole zone by an earlier version: it was meant for the book that is on. */
  #inherited: number | undefined;

  constructor(deps: BookPaceDeps) {
    this.#deps = deps;
  }

  restore(speed: number): void {
    this.#speed = this.#inherited = speed;
  }

  /** The speed with this entry on; what the index does not know (yet) changes nothing. */
  speedWith(entry: StoredEntry | undefined): number {
    if (!entry) return this.#speed;
    const { catalog } = this.#deps;
    const item = catalog.describe([entry.id]).get(entry.id);
    const book = bookOf(item, catalog);
    const isSame = entry.entryId === this.#entryId && book === this.#book;
    if (!item || isSame) return this.#speed;
    this.#entryId = entry.entryId;
    this.#book = book;
    this.#speed = book === undefined ? 1 : this.#speedOf(book);
    this.#inherited = undefined;
    return this.#speed;
  }

  choose(entry: StoredEntry | undefined, speed: number): void {
    this.speedWith(entry);
    this.#speed = speed;
    if (this.#book !== undefined) this.#deps.speeds.keep(this.#book, speed);
  }

  #speedOf(book: string): number {
    const { speeds } = this.#deps;
    const inherited = this.#inherited ?? 1;
    const kept = speeds.get(book);
    if (kept === undefined && inherited !== 1) speeds.keep(book, inherited);
    return kept ?? inherited;
  }
}
