import { expect, it } from 'vitest';

import { keysOf } from '#renderer/kiosk/input/keyboard-layout.ts';

it.each(['letters', 'figures'] as const)('has three full rows of ten %s', (layer) => {
  const keys = keysOf(layer);

  expect(keys).toHaveLength(30);
  expect(['erase', 'space', 'layer', 'hide'].every((kind) => keys.some((key) => key.kind === kind))).toBe(true);
});

it('has every letter and every digit', () => {
  const all = [...keysOf('letters'), ...keysOf('figures')].flatMap((key) =>
    key.kind === 'character' ? key.character : [],
  );

  // With what numbers and codes such as *100# are made of.
  for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789+*#,.') expect(all).toContain(character);
});
