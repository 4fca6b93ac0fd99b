/** The browser’s own menu, of a long press or the right button, has no place on a screen of keys; where one types it pastes. */
export function withoutPageMenu(): void {
  document.addEventListener('contextmenu', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) event.preventDefault();
  });
}
