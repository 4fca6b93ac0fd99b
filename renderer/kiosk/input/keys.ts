import type { PlaceName } from '#renderer/kiosk/places.ts';
import type { Session } from '#renderer/shared/api/session.ts';
import type { Router } from '#renderer/shared/routing/router.svelte.ts';

const VOLUME_STEP = 4;
const BACK_KEYS: ReadonlySet<string> = new Set(['Escape', 'Backspace', 'BrowserBack', 'GoBack']);

/** Media, volume, back and home keys of a keyboard, a steering wheel or a remote; gives back its undo. */
export function connectKeys(session: Session, router: Router<PlaceName>): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    if (BACK_KEYS.has(event.key)) {
      if (goBack(event, router)) event.preventDefault();
      return;
    }
    if (event.key === 'BrowserHome' || event.key === 'Home') {
      if (event.target instanceof HTMLInputElement) return;
      router.home();
      event.preventDefault();
      return;
    }
    if (steerZone(event, session)) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  return () => {
    window.removeEventListener('keydown', onKey);
  };
}

function goBack(event: KeyboardEvent, router: Router<PlaceName>): boolean {
  const isTyping = event.target instanceof HTMLInputElement;
  if (isTyping && event.key === 'Backspace') return false;
  const dialogues = document.querySelectorAll<HTMLDialogElement>('dialog[open]');
  const top = dialogues[dialogues.length - 1];
  // Escape closes a dialogue by itself.
  if (top && event.key === 'Escape') return false;
  if (top) top.requestClose();
  else router.back();
  return true;
}

function steerZone(event: KeyboardEvent, session: Session): boolean {
  const zone = session.zones.current;
  const command = session.zones.commands;
  if (!zone) return false;
  switch (event.key) {
    case 'MediaPlayPause':
      if (!event.repeat) void command.toggle(zone.id);
      return true;
    case 'MediaPlay':
      void command.resume(zone.id);
      return true;
    case 'MediaPause':
    case 'MediaStop':
      void command.pause(zone.id);
      return true;
    case 'MediaTrackNext':
      return isFirstOrHeld(
        event,
        () => command.next(zone.id),
        () => command.nextFolder(zone.id),
      );
    case 'MediaTrackPrevious':
      return isFirstOrHeld(
        event,
        () => command.previous(zone.id),
        () => command.previousFolder(zone.id),
      );
    case 'AudioVolumeUp':
      void command.setVolume(zone.id, zone.volumePercent + VOLUME_STEP);
      return true;
    case 'AudioVolumeDown':
      void command.setVolume(zone.id, zone.volumePercent - VOLUME_STEP);
      return true;
    case 'AudioVolumeMute':
      void command.setMute(zone.id, !zone.isMuted);
      return true;
    default:
      return false;
  }
}

let hasJumped = false;

/** A key that is held down repeats: the first press does one thing, the first repeat the larger one. */
function isFirstOrHeld(event: KeyboardEvent, once: () => Promise<boolean>, held: () => Promise<boolean>): true {
  if (!event.repeat) {
    hasJumped = false;
    void once();
  } else if (!hasJumped) {
    hasJumped = true;
    void held();
  }
  return true;
}
