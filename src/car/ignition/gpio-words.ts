/** The tools of libgpiod changed their words with version 2, and what the numbers of their events mean. */
export type GpioToolVersion = 1 | 2;

export interface GpioLine {
  /** Name, number or path of the chip: `gpiochip0`. */
  readonly chip: string;
  readonly line: number;
  /** Low while the ignition is on. Both tools then turn values and edges round themselves. */
  readonly isActiveLow: boolean;
}

/** From the first line of `gpiomon --version`, such as `gpiomon (libgpiod) v1.6.3`. */
export function parseGpioVersion(output: string): GpioToolVersion | undefined {
  const major = /\bv(\d+)\.\d/u.exec(output)?.[1];
  if (major === undefined) return undefined;
  return Number(major) >= 2 ? 2 : 1;
}

/** Prints `1` for an active line, `0` for another one. */
export function gpiogetArguments(version: GpioToolVersion, { chip, line, isActiveLow }: GpioLine): string[] {
  const low = isActiveLow ? ['--active-low'] : [];
  return version === 1 ? [...low, chip, String(line)] : [...low, '--numeric', '-c', chip, String(line)];
}

/** Prints one number per edge. Version 1 keeps its lines back until there are 4 KiB of them, unless told. */
export function gpiomonArguments(version: GpioToolVersion, { chip, line, isActiveLow }: GpioLine): string[] {
  const low = isActiveLow ? ['--active-low'] : [];
  return version === 1
    ? [...low, '--line-buffered', '--format=%e', chip, String(line)]
    : [...low, '-c', chip, '--format', '%e', String(line)];
}

/** Rising is 1 in both; falling is 0 in version 1 and 2 in version 2. */
export function parseGpioEdge(version: GpioToolVersion, text: string): 'on' | 'off' | undefined {
  const word = text.trim();
  if (word === '1') return 'on';
  return word === (version === 1 ? '0' : '2') ? 'off' : undefined;
}

export function parseGpioValue(output: string): 'on' | 'off' | undefined {
  const word = output.trim();
  if (word === '1') return 'on';
  return word === '0' ? 'off' : undefined;
}
