import { expect, it } from 'vitest';

import { darkAfter } from '#car/light/light-rules';

const LEVELS = { darkBelowLux: 100, brightAboveLux: 400 };

it.each([
  ['below the lower level it is dark', false, 99, true],
  ['above the upper level it is bright', true, 401, false],
  ['in between it stays dark', true, 399, true],
  ['in between it stays bright', false, 101, false],
  ['in between, and never known, the nearer level counts', null, 200, true],
  ['in between, and never known, the nearer level counts', null, 300, false],
  ['a sensor that says nothing is not known', true, undefined, null],
  ['a sensor that says nonsense is not known', true, Number.NaN, null],
])('%s', (_name, before, lux, after) => {
  expect(darkAfter(before, lux, LEVELS)).toBe(after);
});
