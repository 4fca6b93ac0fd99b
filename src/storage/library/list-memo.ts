import type { Db } from '#storage/sqlite/db';

const MOST_REMEMBERED = 200;

/** What was reckoned from the whole of a list, until the library or what may be shown of it changes. */
export class ListMemo {
  readonly #db: Db;
  readonly #changes;
  readonly #remembered = new Map<string, unknown>();
  #state = '';

  constructor(db: Db) {
    this.#db = db;
    this.#changes = db.prepare<[], { count: number }>('SELECT total_changes() AS count');
  }

  of<Value>(question: string, reckon: () => Value): Value {
    this.#forgetOld();
    const known = this.#remembered.get(question);
    // Under one question there is only ever what its own `reckon` gave.
    if (known !== undefined) return known as Value;
    const value = reckon();
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(question, value);
    return value;
  }

  /** Whether this is asked a second time of an unchanged library: then it pays to reckon more. */
  isAskedAgain(question: string): boolean {
    this.#forgetOld();
    const isKnown = this.#remembered.has(question);
    this.#remembered.set(question, true);
    return isKnown;
  }

  /** `data_version` tells what other connections wrote, `total_changes` what this one wrote into its temporary tables. */
  #forgetOld(): void {
    const version = String(this.#db.pragma('data_version', { simple: true }));
    const state = `${version} ${String(this.#changes.get()?.count)}`;
    if (state !== this.#state) this.#remembered.clear();
    this.#state = state;
  }
}
