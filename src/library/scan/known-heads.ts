/** A few megabytes; what does not fit is read twice. */
const MOST_HEADS = 2_000;

/** The first bytes of songs, from their first look to their second. */
export class KnownHeads {
  readonly #heads = new Map<string, Uint8Array>();

  keep(id: string, head: Uint8Array | undefined): void {
    if (head !== undefined && this.#heads.size < MOST_HEADS) this.#heads.set(id, head);
  }

  take(id: string): Uint8Array | undefined {
    const head = this.#heads.get(id);
    this.#heads.delete(id);
    return head;
  }
}
