import { errorWords } from '#renderer/shared/i18n/error-words.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isError: boolean;
}

const SHOWN_MS = 5_000;
const MOST_AT_ONCE = 2;

/** Short answers to what somebody just did. */
export class ToastsController {
  #toasts = $state.raw<readonly Toast[]>([]);
  #lastId = 0;

  get list(): readonly Toast[] {
    return this.#toasts;
  }

  say(text: string, isError = false): void {
    this.#lastId += 1;
    const toast = { id: this.#lastId, text, isError };
    this.#toasts = [...this.#toasts.filter((one) => one.text !== text), toast].slice(-MOST_AT_ONCE);
    setTimeout(() => {
      this.dismiss(toast.id);
    }, SHOWN_MS);
  }

  fail(error: unknown): void {
    this.say(errorWords(error), true);
  }

  dismiss(id: number): void {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
  }
}
