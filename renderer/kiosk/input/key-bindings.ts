import type { KeyAction, Settings } from '#contract/entities/settings';

/** What the screens themselves listen to. */
const OWN_KEYS: Readonly<Record<Exclude<KeyAction, 'enter'>, string>> = {
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  back: 'BrowserBack',
  home: 'BrowserHome',
  play_pause: 'MediaPlayPause',
  next: 'MediaTrackNext',
  previous: 'MediaTrackPrevious',
  louder: 'AudioVolumeUp',
  quieter: 'AudioVolumeDown',
  mute: 'AudioVolumeMute',
};

/**
 * Keys of a knob, a steering wheel or a remote that say something else than the screens listen to: they count as what
 * the settings bind them to. Before all other listeners; gives back its undo.
 */
export function connectKeyBindings(bindings: () => Settings['keys']): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const action = event.isTrusted ? bindings()[event.key] : undefined;
    if (action === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== 'keydown') return;
    press(action, event);
  };
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('keyup', onKey, { capture: true });
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true });
    window.removeEventListener('keyup', onKey, { capture: true });
  };
}

function press(action: KeyAction, { target, repeat }: KeyboardEvent): void {
  if (action === 'enter') {
    if (!repeat && document.activeElement instanceof HTMLElement) document.activeElement.click();
    return;
  }
  const key = OWN_KEYS[action];
  target?.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true }));
}
