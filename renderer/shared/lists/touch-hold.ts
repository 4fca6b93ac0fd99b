import type { Attachment } from 'svelte/attachments';

const HOLD_MS = 4_000;
const TOUCHES = ['pointerdown', 'pointermove', 'pointerup', 'scroll', 'keydown'] as const;

/** Knows whether somebody is, or was a moment ago, at work in a list. */
export class TouchHold {
  readonly #nowMs: () => number;
  #touchedMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  get isHeld(): boolean {
    return this.#nowMs() - this.#touchedMs < HOLD_MS;
  }

  touch(): void {
    this.#touchedMs = this.#nowMs();
  }

  /** For the element around the list. */
  readonly attach: Attachment<HTMLElement> = (element) => {
    const onTouch = (): void => {
      this.touch();
    };
    // Scrolling does not bubble: it is seen on its way down.
    for (const type of TOUCHES) element.addEventListener(type, onTouch, { capture: true, passive: true });
    return () => {
      for (const type of TOUCHES) element.removeEventListener(type, onTouch, { capture: true });
    };
  };
}
