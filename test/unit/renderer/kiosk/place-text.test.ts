import { expect, it } from 'vitest';

import { placeText, readPlace } from '#renderer/kiosk/setup/place-text.ts';

it.each([
  ['51.75, -1.26', { latitude: 51.75, longitude: -1.26 }],
  ['-33.87 151.21', { latitude: -33.87, longitude: 151.21 }],
  ['', null],
  ['91, 0', undefined],
  ['10, 181', undefined],
  ['oxford', undefined],
  ['51.75', undefined],
])('reads the place “%s”', (text, place) => {
  expect(readPlace(text)).toEqual(place);
});

it('writes what it reads', () => {
  expect(readPlace(placeText({ latitude: 51.75, longitude: -1.26 }))).toEqual({ latitude: 51.75, longitude: -1.26 });
  expect(placeText(null)).toBe('');
});
