import { parseArgs } from 'node:util';

import { benchApi } from '#test/bench/api';
import { benchBoot } from '#test/bench/boot';
import { benchFilm } from '#test/bench/film';
import { benchIndex } from '#test/bench/index-stick';
import { benchIndexUsb } from '#test/bench/index-usb';
import type { BenchOptions } from '#test/bench/options';
import { benchSound } from '#test/bench/sound';
import { whyNoUsbStick } from '#test/bench/usb-stick';
import { benchUi } from '#test/bench/ui';
import { benchWrites } from '#test/bench/writes';
import { runInMountNamespace } from '#test/support/mount-namespace';

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<object>>> = {
  index: indexAsItCan,
  api: benchApi,
  boot: benchBoot,
  writes: benchWrites,
  ui: benchUi,
  sound: benchSound,
  film: benchFilm,
};
const DEFAULT_TRACKS = 2_000;
/** The library that the screens are measured with. */
const LARGE_TRACKS = 50_000;
const DEFAULT_SECONDS = 180;
const DEFAULT_SCALE = 0.25;
const DEFAULT_SEED = 42;
/** Those that mount file systems. */
const MOUNTING: readonly string[] = ['writes'];
const USAGE = `npm run bench -- NAME [--media DIR] [--tracks N] [--scale X] [--seed N] [--seconds N] [--pictures DIR] [--json]; NAME is one of: ${Object.keys(BENCHES).join(', ')}`;

const { name, options, isJson } = readArguments(process.argv.slice(2));
const bench = BENCHES[name];
if (!bench) refuse(name === '' ? 'no benchmark was named' : `there is no benchmark "${name}"`);
if (MOUNTING.includes(name)) runInMountNamespace((why) => refuse(`${name} cannot run here: ${why}`));

const result = await bench(options);
if (isJson) console.log(JSON.stringify({ bench: name, ...result }));

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        media: { type: 'string' },
        tracks: { type: 'string' },
        seconds: { type: 'string' },
        scale: { type: 'string' },
        seed: { type: 'string' },
        pictures: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length > 1) refuse('name one benchmark at a time');
    const tracks = Number(values.tracks ?? (positionals[0] === 'ui' ? LARGE_TRACKS : DEFAULT_TRACKS));
    if (!Number.isInteger(tracks) || tracks < 1) refuse(`--tracks: "${values.tracks ?? ''}" is not a number of tracks`);
    const seconds = Number(values.seconds ?? DEFAULT_SECONDS);
    if (!Number.isInteger(seconds) || seconds < 1)
      refuse(`--seconds: "${values.seconds ?? ''}" is not a number of seconds`);
    const scale = Number(values.scale ?? DEFAULT_SCALE);
    if (!(scale > 0 && scale <= 30)) refuse(`--scale: "${values.scale ?? ''}" is not a number above 0, at most 30`);
    const seed = Number(values.seed ?? DEFAULT_SEED);
    if (!Number.isInteger(seed) || seed < 0) refuse(`--seed: "${values.seed ?? ''}" is not a whole number from 0 on`);
    const say = (line: string) => console.log(line);
    const { media, pictures } = values;
    const options: BenchOptions = { media, tracks, scale, seed, seconds, pictures, say };
    return { name: positionals[0] ?? '', options, isJson: values.json };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** As on USB where that can be; a given folder, or a stick of so many tracks, as fast as this machine reads. */
async function indexAsItCan(given: BenchOptions): Promise<object> {
  const isAsked = process.argv.some((argument) => argument.startsWith('--media') || argument.startsWith('--tracks'));
  const obstacle = whyNoUsbStick();
  if (isAsked) return benchIndex(given);
  if (obstacle !== undefined) {
    given.say(`not as on USB: ${obstacle}`);
    return benchIndex(given);
  }
  runInMountNamespace((why) => refuse(`not as on USB: ${why}`));
  return benchIndexUsb(given);
}

function refuse(why: string): never {
  console.error(`${why}\n${USAGE}`);
  process.exit(2);
}
