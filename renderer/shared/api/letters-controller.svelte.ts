import type { ApiClient } from '#contract/client';
import type { LETTER_LISTS, LetterEntry } from '#contract/routes-library';
import type { StickFilter } from '#renderer/shared/api/stick-filter.svelte.ts';

export type LettersOf = (typeof LETTER_LISTS)[number];

/** The letters that a list has, for its rail; what was read last stays while nothing can be read. */
export class LettersController {
  readonly #client: ApiClient;
  readonly #of: LettersOf | undefined;
  readonly #filter: () => StickFilter['request'];
  #letters = $state.raw<readonly LetterEntry[] | undefined>();

  /** Without `of` the list has none. */
  constructor(client: ApiClient, of: LettersOf | undefined, filter: () => StickFilter['request'] = () => ({})) {
    this.#filter = filter;
    this.#client = client;
    this.#of = of;
  }

  /** Undefined until they are read. */
  get known(): readonly LetterEntry[] | undefined {
    return this.#letters;
  }

  get list(): readonly LetterEntry[] {
    return this.#letters ?? [];
  }

  byName(letter: string | undefined): LetterEntry | undefined {
    return this.list.find((entry) => entry.letter === letter);
  }

  async load(): Promise<void> {
    if (this.#of === undefined) return;
    try {
      this.#letters = (
        await this.#client.call('listLetters', { of: this.#of, isOnline: 'true', ...this.#filter() })
      ).items;
    } catch {
      this.#letters ??= [];
      // The list works without its rail, and says itself when nothing can be read.
    }
  }
}
