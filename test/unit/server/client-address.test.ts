import { expect, it } from 'vitest';

import { clientAddress } from '#server/gate/client-address';

it.each([
  ['192.168.4.7', '192.168.4.7'],
  ['::ffff:192.168.4.7', '192.168.4.7'],
  ['fe80::1%wlan0', 'fe80:0:0:0'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  [undefined, ''],
])('counts %s as %s', (address, key) => {
  expect(clientAddress(address)).toBe(key);
});
