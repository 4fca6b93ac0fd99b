interface Drag {
  readonly from: number;
  readonly to: number;
  /** How far the row stands from its place. */
  readonly byPx: number;
}

export interface ReorderOptions {
  readonly rowHeightPx: () => number;
  readonly total: () => number;
  readonly onmove: (from: number, to: number) => void;
}

/** Where a row that was dragged by so much goes. */
export function rowUnder(from: number, byPx: number, rowHeightPx: number, total: number): number {
  return Math.min(total - 1, Math.max(0, from + Math.round(byPx / rowHeightPx)));
}

/** How far the finger may be from the edge of the list before it scrolls, and by how much at each frame. */
const EDGE_PX = 70;
const STEP_PX = 9;

/** Dragging a row of a list to another place; the list scrolls along at its edges. */
export class Reorder {
  readonly #options: ReorderOptions;
  #drag = $state.raw<Drag | undefined>();

  constructor(options: ReorderOptions) {
    this.#options = options;
  }

  get draggedIndex(): number | undefined {
    return this.#drag?.from;
  }

  /** By how much a row is drawn away from its place now. */
  shiftPx(index: number): number {
    const drag = this.#drag;
    if (!drag) return 0;
    if (index === drag.from) return drag.byPx;
    const rowPx = this.#options.rowHeightPx();
    if (index > drag.from && index <= drag.to) return -rowPx;
    return index < drag.from && index >= drag.to ? rowPx : 0;
  }

  /** For the pointer that takes a row's grip; the grip stands in the list's scrolling element. */
  begin(event: PointerEvent & { currentTarget: HTMLElement }, from: number): void {
    const viewport = event.currentTarget.closest<HTMLElement>('.viewport');
    if (event.button !== 0 || !viewport) return;
    event.preventDefault();
    const start = { y: event.clientY, scrollPx: viewport.scrollTop };
    let y = event.clientY;
    const follow = (): void => {
      const byPx = y - start.y + viewport.scrollTop - start.scrollPx;
      this.#drag = { from, byPx, to: rowUnder(from, byPx, this.#options.rowHeightPx(), this.#options.total()) };
    };
    const scroll = (): void => {
      const { top, bottom } = viewport.getBoundingClientRect();
      const stepPx = y < top + EDGE_PX ? -STEP_PX : y > bottom - EDGE_PX ? STEP_PX : 0;
      if (stepPx !== 0) {
        viewport.scrollBy(0, stepPx);
        follow();
      }
      frame = requestAnimationFrame(scroll);
    };
    let frame = requestAnimationFrame(scroll);
    const listening = new AbortController();
    const end = (isDropped: boolean): void => {
      listening.abort();
      cancelAnimationFrame(frame);
      const drag = this.#drag;
      this.#drag = undefined;
      if (isDropped && drag && drag.to !== drag.from) this.#options.onmove(drag.from, drag.to);
    };
    const on = { signal: listening.signal };
    // On the window: the row under the finger may be drawn anew meanwhile.
    window.addEventListener(
      'pointermove',
      (move) => {
        if (move.pointerId !== event.pointerId) return;
        y = move.clientY;
        follow();
      },
      on,
    );
    window.addEventListener('pointerup', (up) => (up.pointerId === event.pointerId ? end(true) : undefined), on);
    window.addEventListener('pointercancel', () => end(false), on);
    follow();
  }
}
