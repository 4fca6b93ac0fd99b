import { expect, it } from 'vitest';

import { TouchHold } from '#renderer/shared/lists/touch-hold.ts';

it('holds for a few seconds after the last touch', () => {
  let nowMs = 1_000;
  const hold = new TouchHold(() => nowMs);
  const before = hold.isHeld;
  hold.touch();
  const at = hold.isHeld;
  nowMs += 10_000;

  expect([before, at, hold.isHeld]).toEqual([false, true, false]);
});
