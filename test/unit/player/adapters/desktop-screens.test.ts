import { expect, it } from 'vitest';

import { countScreens } from '#player/adapters/desktop-screens';

const TOUCHSCREEN = ' 0: +*DSI-1 800/154x480/86+0+0  DSI-1';

function listed(...monitors: readonly string[]): string {
  return `Monitors: ${String(monitors.length)}\n${monitors.map((monitor) => `${monitor}\n`).join('')}`;
}

it.each([
  ['one', [TOUCHSCREEN], 1],
  ['two beside each other', [TOUCHSCREEN, ' 1: +HDMI-1 1920/531x1080/299+800+0  HDMI-1'], 2],
  ['one below and one to the left', [TOUCHSCREEN, ' 1: +A 720/0x576/0+0+480  A', ' 2: +B 640/1x480/1-640+0  B'], 3],
  ['a mirrored one', [TOUCHSCREEN, ' 1: +HDMI-1 800/531x480/299+0+0  HDMI-1'], 1],
  ['a mirrored one of another size', [TOUCHSCREEN, ' 1: +HDMI-1 1920/531x1080/299+0+0  HDMI-1'], 1],
  ['none', [], undefined],
] as const)('counts the screens that show something of their own: %s', (_which, monitors, count) => {
  expect(countScreens(listed(...monitors))).toBe(count);
});
