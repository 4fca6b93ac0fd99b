import { expect, it } from 'vitest';

import { isSameOrigin } from '#server/gate/same-origin';

const host = 'car.local';

it.each([
  [{ host }, true],
  [{ host, origin: 'http://car.local' }, true],
  [{ host, origin: 'http://car.local', 'sec-fetch-site': 'same-origin' }, true],
  [{ host, 'sec-fetch-site': 'none' }, true],
  [{ host, origin: 'https://car.local' }, false],
  [{ host, origin: 'null' }, false],
  [{ host, origin: '' }, false],
  [{ host, 'sec-fetch-site': 'same-site' }, false],
  [{ host, 'sec-fetch-site': 'cross-site' }, false],
  [{ host, 'sec-fetch-site': 'something' }, false],
])('%j is our own: %s', (headers, isOwn) => {
  expect(isSameOrigin(headers)).toBe(isOwn);
});
