/** Of the list: what is flung must not flash. */
const ROW_WAIT_MS = 60;
/** A short tap is seen too. */
const SHOWN_MS = 100;
const KEYS = 'button:not(:disabled), a[href]';

/**
 * Marks what a finger is on with `data-pressed`, from the touch on: the browser's own `:active` waits 150 ms to see whether
 * it becomes a scroll. Gives what undoes it.
 */
export function connectPressFeedback(): () => void {
  let key: Element | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => key?.setAttribute('data-pressed', '');
  const clear = (): void => {
    clearTimeout(timer);
    key?.removeAttribute('data-pressed');
    key = undefined;
  };
  const press = ({ isPrimary, target }: PointerEvent): void => {
    clear();
    if (!isPrimary || !(target instanceof Element)) return;
    key = target.closest(KEYS) ?? undefined;
    if (key?.closest('li')) timer = setTimeout(show, ROW_WAIT_MS);
    else show();
  };
  const release = (): void => {
    clearTimeout(timer);
    show();
    timer = setTimeout(clear, SHOWN_MS);
  };
  const listeners = new AbortController();
  const options = { capture: true, passive: true, signal: listeners.signal };
  window.addEventListener('pointerdown', press, options);
  window.addEventListener('pointerup', release, options);
  window.addEventListener('pointercancel', clear, options);
  return () => {
    listeners.abort();
    clear();
  };
}
