export type Direction = 'up' | 'down' | 'left' | 'right';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What lies straight ahead is meant, however far; beside it only where nothing does. */
const BESIDE_COST = 10_000;
const SIDEWAYS_WEIGHT = 2;
/** Boxes that overlap by less than this in the direction still count as ahead. */
const TOLERANCE_PX = 4;

/** The index of the box that lies in `direction` of `from`, or -1. */
export function nextInDirection(from: Box, boxes: readonly Box[], direction: Direction): number {
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [index, box] of boxes.entries()) {
    const cost = costOf(turned(from, direction), turned(box, direction));
    if (cost < bestCost) {
      best = index;
      bestCost = cost;
    }
  }
  return best;
}

/** The same box as seen when looking down, so that there is one direction to think about. */
function turned(box: Box, direction: Direction): Box {
  switch (direction) {
    case 'down':
      return box;
    case 'up':
      return { left: box.left, right: box.right, top: -box.bottom, bottom: -box.top };
    case 'right':
      return { left: box.top, right: box.bottom, top: box.left, bottom: box.right };
    case 'left':
      return { left: box.top, right: box.bottom, top: -box.right, bottom: -box.left };
  }
}

function costOf(from: Box, to: Box): number {
  const ahead = to.top - from.bottom;
  if (ahead < -TOLERANCE_PX) return Number.POSITIVE_INFINITY;
  const gap = Math.max(0, to.left - from.right, from.left - to.right);
  const offAxis = Math.abs((to.left + to.right) / 2 - (from.left + from.right) / 2);
  // Boxes in the same column differ by distance first; their middles only decide between neighbours of one row.
  return Math.max(0, ahead) + (gap > 0 ? BESIDE_COST + gap * SIDEWAYS_WEIGHT : 0) + offAxis / 10;
}
