/**
 * Counts how often the car has begun or ended to move since the page is there. What may be seen may be another then: each picture on
 * the page is asked for again, under another address, since a browser shows what it has without a question.
 */
class ArtworkDrive {
  #count = $state(0);

  get count(): number {
    return this.#count;
  }

  changed(): void {
    this.#count += 1;
  }
}

export const artworkDrive = new ArtworkDrive();
