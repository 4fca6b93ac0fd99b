import { nextInDirection, type Direction } from '#renderer/shared/focus/spatial.ts';

const FOCUSABLE = 'button:not(:disabled), a[href], input:not(:disabled), [tabindex="0"]';
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** Of what is seen of a list, by one press. */
const SCROLL_SHARE = 0.6;
/** A key that vanishes with the focus on it (a song ended, a notice went) gives it on within this time. */
const LOST_LOOK_MS = 150;

/** Moves the focus with the arrow keys of a keyboard, a knob or a remote; gives back its undo. */
export function connectSpatialNavigation(): () => void {
  let isSteered = false;
  const onPointer = (): void => {
    isSteered = false;
  };
  const timer = setInterval(() => {
    if (isSteered && isFocusLost()) focusFirst(focusables());
  }, LOST_LOOK_MS);
  const onKey = (event: KeyboardEvent): void => {
    isSteered = true;
    const direction = DIRECTIONS[event.key];
    if (!direction || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (document.activeElement instanceof HTMLInputElement && (direction === 'left' || direction === 'right')) return;
    if (scrollPlain(document.activeElement, direction) || moveFocus(direction)) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  window.addEventListener('pointerdown', onPointer);
  return () => {
    clearInterval(timer);
    window.removeEventListener('keydown', onKey);
    window.removeEventListener('pointerdown', onPointer);
  };
}

/** A list without anything to focus in it is scrolled by the arrows until its end, and left only then. */
function scrollPlain(focused: Element | null, direction: Direction): boolean {
  if (focused?.getAttribute('role') !== 'region' || (direction !== 'up' && direction !== 'down')) return false;
  const before = focused.scrollTop;
  focused.scrollTop += focused.clientHeight * (direction === 'down' ? SCROLL_SHARE : -SCROLL_SHARE);
  return focused.scrollTop !== before;
}

/** Also on a key that has been switched off: no arrow leads away from it that anybody could see. */
function isFocusLost(): boolean {
  const current = document.activeElement;
  if (current === null || current === document.body || current.matches(':disabled')) return true;
  return !current.checkVisibility({ visibilityProperty: true });
}

export function moveFocus(direction: Direction): boolean {
  const candidates = focusables();
  const current = document.activeElement;
  if (!(current instanceof HTMLElement) || current === document.body) return focusFirst(candidates);
  const others = candidates.filter((element) => element !== current);
  const index = nextInDirection(
    current.getBoundingClientRect(),
    others.map((element) => element.getBoundingClientRect()),
    direction,
  );
  return focus(others[index]);
}

/** What can be focused now: in the open dialogue where there is one. */
function focusables(): HTMLElement[] {
  const dialogues = document.querySelectorAll('dialog[open]');
  const scope = dialogues[dialogues.length - 1] ?? document;
  return [...scope.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }),
  );
}

function focusFirst(candidates: readonly HTMLElement[]): boolean {
  return focus(candidates.find((element) => element.closest('main') !== null) ?? candidates[0]);
}

function focus(element: HTMLElement | undefined): boolean {
  if (!element) return false;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return true;
}
