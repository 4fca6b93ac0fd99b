import { untrack } from 'svelte';

import type { ArtworkId } from '#contract/entities/ids';
import { artworkDrive } from '#renderer/shared/api/artwork-drive.svelte.ts';
import { artworkSources, type ArtworkSources } from '#renderer/shared/api/artwork-url.ts';

/**
 * The picture of one place on the page, in which others may follow. A frame of a film goes as soon as the car moves, also where it is in the
 * browser's memory: what comes on is always asked for under an address of this drive.
 */
export class ShownArtwork {
  readonly #id: () => ArtworkId | null;
  /** Where nothing was there, or is not to be seen any more. */
  #failedSrc: string | undefined = $state();
  /** When what is on was last asked for again. */
  #again = $state(0);
  readonly #drive = $derived.by(() => {
    const since = this.#again;
    return this.#id() === null ? since : untrack(() => Math.max(since, artworkDrive.count));
  });
  readonly #asked = $derived.by(() => {
    const id = this.#id();
    return id === null ? undefined : artworkSources(id, this.#drive);
  });

  /** Within a component: it ends with it. */
  constructor(id: () => ArtworkId | null) {
    this.#id = id;
    $effect(() => {
      const { count } = artworkDrive;
      untrack(() => {
        if (count !== this.#drive) void this.#askAgain(count);
      });
    });
  }

  /** Undefined where there is no picture to show. */
  get sources(): ArtworkSources | undefined {
    return this.#asked?.src === this.#failedSrc ? undefined : this.#asked;
  }

  /** The browser could not load it. */
  fail(): void {
    this.#failedSrc = this.#asked?.src;
  }

  /** Takes off what is not to be seen any more; what is stays as it is, without a blink. */
  async #askAgain(count: number): Promise<void> {
    const id = this.#id();
    const shown = this.#asked?.src;
    if (id === null || shown === this.#failedSrc) {
      this.#again = count;
      return;
    }
    const isThere = await fetch(artworkSources(id, count).src, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!isThere && shown === this.#asked?.src) this.#failedSrc = shown;
  }
}
