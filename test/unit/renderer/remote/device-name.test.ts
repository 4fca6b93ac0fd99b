import { expect, it } from 'vitest';

import { deviceNameOf } from '#renderer/remote/admission/device-name.ts';

it.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1', 'iPhone'],
  ['Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UD1A.230803.041) AppleWebKit/537.36 Chrome/120', 'Pixel 8 Pro'],
  ['Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 Chrome/120 Mobile', 'SM-G991B'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36', 'Android phone'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0', 'Android phone'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15', 'Mac'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120 Safari/537.36', 'Linux computer'],
  ['', 'Phone'],
])('guesses from %s that it is called %s', (userAgent, name) => {
  expect(deviceNameOf(userAgent)).toBe(name);
});

it('never gives a longer name than the car takes', () => {
  expect(deviceNameOf(`Mozilla/5.0 (Linux; Android 14; ${'x'.repeat(200)} Build/1)`)).toHaveLength(40);
});
