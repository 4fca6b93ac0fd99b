import type { Attachment } from 'svelte/attachments';

const HOLD_MS = 500;
const SLOP_PX = 12;

/** Calls `onHold` after a long press or on the context-menu key; the click that would follow is swallowed. */
export function longPress(onHold: (() => void) | undefined): Attachment<HTMLElement> {
  return (element) => {
    if (!onHold) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let from = { x: 0, y: 0 };
    let hasFired = false;
    const cancel = (): void => {
      clearTimeout(timer);
    };
    const listeners = new AbortController();
    const on = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      listener: (event: HTMLElementEventMap[Type]) => void,
      capture = false,
    ): void => {
      element.addEventListener(type, listener, { signal: listeners.signal, capture });
    };
    on('pointerdown', (event) => {
      hasFired = false;
      from = { x: event.clientX, y: event.clientY };
      cancel();
      timer = setTimeout(() => {
        hasFired = true;
        onHold();
      }, HOLD_MS);
    });
    on('pointermove', (event) => {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLOP_PX) cancel();
    });
    on('pointerup', cancel);
    on('pointercancel', cancel);
    on('pointerleave', cancel);
    on('contextmenu', (event) => {
      event.preventDefault();
      cancel();
      if (!hasFired) onHold();
      hasFired = true;
    });
    on(
      'click',
      (event) => {
        if (!hasFired) return;
        hasFired = false;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      true,
    );
    return () => {
      cancel();
      listeners.abort();
    };
  };
}
