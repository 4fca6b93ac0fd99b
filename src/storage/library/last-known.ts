import { isSqliteError } from '#storage/sqlite/db';

const MOST = 20_000;

/** Answers of the index that are given again when its file cannot be read any more: a card that died stops no music. */
export class LastKnown<Answer> {
  readonly #answers = new Map<string, Answer>();

  /** What is read now, else what was read last; undefined where there is neither. */
  get(key: string, read: () => Answer | undefined): Answer | undefined {
    try {
      const answer = read();
      if (answer !== undefined) this.keep(key, answer);
      return answer;
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      return this.last(key);
    }
  }

  last(key: string): Answer | undefined {
    return this.#answers.get(key);
  }

  keep(key: string, answer: Answer): void {
    if (this.#answers.size >= MOST) this.#answers.clear();
    this.#answers.set(key, answer);
  }
}
