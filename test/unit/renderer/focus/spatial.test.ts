import { expect, it } from 'vitest';

import { nextInDirection, type Box, type Direction } from '#renderer/shared/focus/spatial.ts';

const box = (left: number, top: number, width = 80, height = 80): Box => ({
  ...{ left, top },
  ...{ right: left + width, bottom: top + height },
});

/** A rail on the left, chips above, a grid of three columns, a bar below. */
const SCREEN = {
  music: box(0, 60),
  video: box(0, 150),
  albums: box(130, 60, 120),
  artists: box(260, 60, 120),
  more: box(900, 60),
  tile1: box(130, 160, 150, 220),
  tile2: box(290, 160, 150, 220),
  tile3: box(450, 160, 150, 220),
  tile4: box(130, 390, 150, 220),
  play: box(560, 620),
} as const;

function move(from: keyof typeof SCREEN, direction: Direction): string | undefined {
  const names = (Object.keys(SCREEN) as (keyof typeof SCREEN)[]).filter((name) => name !== from);
  return names[
    nextInDirection(
      SCREEN[from],
      names.map((name) => SCREEN[name]),
      direction,
    )
  ];
}

it.each([
  ['music', 'down', 'video'],
  ['music', 'right', 'albums'],
  ['albums', 'right', 'artists'],
  ['artists', 'right', 'more'],
  ['albums', 'down', 'tile1'],
  ['tile1', 'right', 'tile2'],
  ['tile1', 'down', 'tile4'],
  ['tile1', 'left', 'video'],
  ['tile2', 'up', 'artists'],
  ['tile3', 'down', 'play'],
  ['tile4', 'up', 'tile1'],
] as const)('from %s %s to %s', (from, direction, to) => {
  expect(move(from, direction)).toBe(to);
});

it('stays where nothing lies ahead', () => {
  expect(move('music', 'left')).toBeUndefined();
  expect(move('music', 'up')).toBeUndefined();
  expect(move('play', 'down')).toBeUndefined();
});
