import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';

import { isAllowedHost, phoneHostNames } from '#server/gate/allowed-hosts';

describe('isAllowedHost', () => {
  const names = new Set(['car.local', '192.168.4.1', '[fd00::1]']);

  it.each(['car.local:8081', 'CAR.LOCAL:8081', '192.168.4.1:8081', '[fd00::1]:8081'])('takes %s', (host) => {
    expect(isAllowedHost(host, names, 8081)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'car.local',
    'car.local:80',
    'car.local:8081:8081',
    'x.car.local:8081',
    'car.local.:8081',
    '::1',
  ])('refuses %s', (host) => {
    expect(isAllowedHost(host, names, 8081)).toBe(false);
  });

  it('needs no port where it is 80', () => {
    expect(isAllowedHost('car.local', names, 80)).toBe(true);
    expect(isAllowedHost('car.local:80', names, 80)).toBe(true);
    expect(isAllowedHost('car.local:8081', names, 80)).toBe(false);
  });
});

describe('phoneHostNames', () => {
  it('has the one address of the listener, and the names of the machine', () => {
    const names = phoneHostNames('192.168.4.1')();

    expect(names.has('192.168.4.1')).toBe(true);
    expect(names.has('car.local')).toBe(true);
    expect(names.has('127.0.0.1')).toBe(false);
  });

  it('has every address of the machine where it listens on all of them', () => {
    const own = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
    const names = phoneHostNames('0.0.0.0')();

    expect(own.every((address) => names.has(address.includes(':') ? `[${address}]` : address))).toBe(true);
    expect(names.has('localhost')).toBe(true);
    expect(names.has('8.8.8.8')).toBe(false);
  });
});
