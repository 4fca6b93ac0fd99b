import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { until } from '#test/support/until';

export interface FakeGpioTools {
  readonly gpiomon: string;
  readonly gpioget: string;
  /** What `gpioget` answers; not a number for a line that cannot be read. */
  setLevel(level: string): Promise<void>;
  /** What a running `gpiomon` prints. */
  edge(number: string): Promise<void>;
  /** The words that the tools were called with, one call per line; without `--version`. */
  calls(): Promise<string[]>;
  /** Of the last `gpiomon`, once it watches. */
  monitorPid(): Promise<number>;
}

const USAGE = { 1: '--line-buffered --format=%e gpiochip0 17', 2: '-c gpiochip0 --format %e 17' };

/** Scripts that speak as libgpiod's tools of a version do, and refuse the words of the other one. */
export async function makeFakeGpioTools(folder: string, version: 1 | 2): Promise<FakeGpioTools> {
  const at = (name: string) => join(folder, name);
  const script = async (name: string, lines: readonly string[]) => {
    await writeFile(at(name), ['#!/bin/sh', `cd '${folder}'`, ...lines, ''].join('\n'));
    await chmod(at(name), 0o755);
    return at(name);
  };
  const about = `[ "$1" = --version ] && { echo "$(basename "$0") (libgpiod) v${version === 1 ? '1.6.3' : '2.2.1'}"; exit 0; }`;
  const gpiomon = await script('gpiomon', [
    about,
    'echo "gpiomon $*" >> calls',
    `[ "$*" = "${USAGE[version]}" ] || { echo "invalid option" >&2; exit 1; }`,
    ': > edges',
    'echo $$ > pid',
    'exec tail -f -n +1 --sleep-interval=0.02 edges',
  ]);
  const gpioget = await script('gpioget', [
    about,
    'echo "gpioget $*" >> calls',
    'level=$(cat level)',
    'case $level in [01]) echo "$level" ;; *) echo "error reading GPIO values: $level" >&2; exit 1 ;; esac',
  ]);
  const read = (name: string) => readFile(at(name), 'utf8').catch(() => '');
  return {
    ...{ gpiomon, gpioget },
    setLevel: (level) => writeFile(at('level'), level),
    edge: (number) => writeFile(at('edges'), `${number}\n`, { flag: 'a' }),
    calls: async () => (await read('calls')).split('\n').filter((line) => line !== ''),
    monitorPid: async () => Number(await until(async () => (await read('pid')).trim() || undefined)),
  };
}
