import { describe, expect, it } from 'vitest';

import {
  gpiogetArguments,
  gpiomonArguments,
  parseGpioEdge,
  parseGpioValue,
  parseGpioVersion,
} from '#car/ignition/gpio-words';

const LINE = { chip: 'gpiochip0', line: 17, isActiveLow: false };

describe('the tools of libgpiod', () => {
  it.each([
    ['gpiomon (libgpiod) v1.6.3\nCopyright (C) 2017-2018', 1],
    ['gpiomon (libgpiod) v2.2.1\nCopyright (C) 2017-2023', 2],
    ['gpiomon (libgpiod) v2.0-devel', 2],
    ['gpiomon (libgpiod) v10.0', 2],
    ['command not found', undefined],
  ])('are told apart by %j', (output, version) => {
    expect(parseGpioVersion(output)).toBe(version);
  });

  it('are spoken to in the words of their version', () => {
    expect(gpiomonArguments(1, LINE)).toEqual(['--line-buffered', '--format=%e', 'gpiochip0', '17']);
    expect(gpiomonArguments(2, LINE)).toEqual(['-c', 'gpiochip0', '--format', '%e', '17']);
    expect(gpiogetArguments(1, LINE)).toEqual(['gpiochip0', '17']);
    expect(gpiogetArguments(2, LINE)).toEqual(['--numeric', '-c', 'gpiochip0', '17']);
  });

  it('turn a line round themselves that is low while the ignition is on', () => {
    for (const version of [1, 2] as const) {
      expect(gpiomonArguments(version, { ...LINE, isActiveLow: true })[0]).toBe('--active-low');
      expect(gpiogetArguments(version, { ...LINE, isActiveLow: true })[0]).toBe('--active-low');
    }
  });

  it('number their edges differently', () => {
    expect(['1', '0', '2', ''].map((word) => parseGpioEdge(1, word))).toEqual(['on', 'off', undefined, undefined]);
    expect(['1', '0', '2', 'x'].map((word) => parseGpioEdge(2, word))).toEqual(['on', undefined, 'off', undefined]);
    expect(['1\n', '0\n', '"17"=active'].map(parseGpioValue)).toEqual(['on', 'off', undefined]);
  });
});
