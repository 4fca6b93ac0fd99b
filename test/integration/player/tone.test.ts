import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { toneSetting, type ToneSetting } from '#contract/entities/zone-setting';
import { FRONT, FRONT_ZONE, startRig, until, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, levelDb, readChannels, SAMPLE_RATE, tone } from '#test/support/sounds';
import { song } from '#test/unit/player/support/memory-catalog';

/** One after the other, of a level that leaves room. */
const BANDS = { low: 60, middle: 1_000, high: 11_000 };
const BAND_SECONDS = 2;
const LONG_SECONDS = 900;

let folder: string;
let rig: Rig | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-tone-'));
  const parts = Object.values(BANDS).flatMap((hz) => tone(hz, BAND_SECONDS));
  await ffmpeg(...parts, '-filter_complex', 'concat=n=3:v=0:a=1', '-ac', '2', join(folder, 'bands.flac'));
  // 440 Hz on the left, and half as much of another pitch on the right.
  const sides = '0.4*sin(2*PI*440*t)|0.2*sin(2*PI*660*t)';
  await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${sides}:s=${String(SAMPLE_RATE)}:d=3`, join(folder, 'sides.flac'));
  await ffmpeg(...tone(441, LONG_SECONDS), '-ac', '2', join(folder, 'long.flac'));
});
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(name: string, wanted: Partial<ToneSetting>) {
  const items = [song(name, Buffer.from(join(folder, name)))];
  const zones = [{ ...FRONT_ZONE, tone: toneSetting.parse(wanted) }];
  rig = await startRig({ items, zones, output: 'pcm' });
  const { handlers, isReady } = rig;
  await until(isReady, Boolean);
  await handlers.setVolume({ id: FRONT, percent: 100 });
  await handlers.play({ id: FRONT, trackId: trackId.parse(name) });
  return rig;
}

async function ended({ zone, wavs }: Rig): Promise<Int16Array[]> {
  await until(zone, ({ status }) => status === 'stopped', 60_000);
  const [wav = ''] = await wavs();
  return readChannels(wav);
}

const heard = async (name: string, wanted: Partial<ToneSetting>) => ended(await start(name, wanted));

async function bandLevels(wanted: Partial<ToneSetting>): Promise<Record<keyof typeof BANDS, number>> {
  const [left = new Int16Array()] = await heard('bands.flac', wanted);
  const [low = 0, middle = 0, high = 0] = [0, 1, 2].map((place) => levelDb(left, place * BAND_SECONDS, BAND_SECONDS));
  return { low, middle, high };
}

it('leaves the sound as it is where nothing is chosen', async () => {
  const [left = new Int16Array(), right] = await heard('sides.flac', {});

  expect(left).toHaveLength(3 * SAMPLE_RATE);
  expect(levelDb(left)).toBeCloseTo(20 * Math.log10(0.4 / Math.SQRT2), 1);
  expect(levelDb(right ?? left)).toBeCloseTo(20 * Math.log10(0.2 / Math.SQRT2), 1);
});

it('takes from one side what the balance moves to the other', async () => {
  const [left = new Int16Array(), right = left] = await heard('sides.flac', { balance: 50 });

  expect(levelDb(left)).toBeCloseTo(20 * Math.log10(0.2 / Math.SQRT2), 1);
  expect(levelDb(right)).toBeCloseTo(20 * Math.log10(0.2 / Math.SQRT2), 1);
  await rig?.close();

  const [silent = left, whole = left] = await heard('sides.flac', { balance: 100 });
  expect(levelDb(silent)).toBeLessThan(-90);
  expect(levelDb(whole)).toBeCloseTo(20 * Math.log10(0.2 / Math.SQRT2), 1);
});

it('gives both ears all of it in mono', async () => {
  const [left = new Int16Array(), right = left] = await heard('sides.flac', { isMono: true });

  expect(left).toEqual(right);
  expect(levelDb(left)).toBeCloseTo(10 * Math.log10((0.2 ** 2 + 0.1 ** 2) / 2), 1);
});

it('moves the sound between front and rear where the output has four channels', async () => {
  const channels = await heard('sides.flac', { speakers: 'four', fader: 50 });

  const [frontLeft = 0, frontRight = 0, rearLeft = 0, rearRight = 0] = channels.map((one) => levelDb(one));
  expect(channels).toHaveLength(4);
  expect(rearLeft - frontLeft).toBeCloseTo(6, 0);
  expect(rearRight - frontRight).toBeCloseTo(6, 0);
  expect(rearLeft).toBeCloseTo(20 * Math.log10(0.4 / Math.SQRT2), 1);
});

it.each([
  ['bass', { low: 1, high: 0 }],
  ['treble', { low: 0, high: 1 }],
  ['voice', { low: -1, high: 0 }],
  ['car', { low: 1, high: 1 }],
  ['small', { low: -1, high: 1 }],
] as const)('changes the bands for %s, and lifts none of them above what it was', async (equaliser, { low, high }) => {
  const levels = await bandLevels({ equaliser });

  // The sine of ffmpeg's source is an eighth of full scale.
  const own = 20 * Math.log10(0.125 / Math.SQRT2);
  for (const level of Object.values(levels)) expect(level).toBeLessThan(own + 0.1);
  for (const [place, sign] of Object.entries({ low, high })) {
    const difference = levels[place as keyof typeof levels] - levels.middle;
    if (sign === 0) expect(Math.abs(difference)).toBeLessThan(4);
    else expect(difference * sign).toBeGreaterThan(2);
  }
});

it('changes while it plays without a hole', async () => {
  const playing = await start('long.flac', {});
  await playing.service.applySettings([{ ...FRONT_ZONE, tone: toneSetting.parse({ balance: 50 }) }]);
  await playing.service.applySettings([{ ...FRONT_ZONE, tone: toneSetting.parse({ balance: 60, equaliser: 'bass' }) }]);
  const [left = new Int16Array(), right = left] = await ended(playing);

  expect(left).toHaveLength(LONG_SECONDS * SAMPLE_RATE);
  expect(levelDb(left.subarray(-SAMPLE_RATE))).toBeLessThan(levelDb(right.subarray(-SAMPLE_RATE)) - 6);
  expect(longestSilence(right)).toBeLessThan(SAMPLE_RATE / 500);
});

it('is the same on the player that comes after one that died', async () => {
  const playing = await start('long.flac', { balance: 100 });
  const died = playing.pid();
  process.kill(died ?? 0, 'SIGKILL');
  await until(
    () => playing.pid(),
    (pid) => pid !== undefined && pid !== died,
  );
  await until(playing.zone, ({ status }) => status === 'stopped', 60_000);
  const wavs = await playing.wavs();
  const [left = new Int16Array(), right = left] = await readChannels(wavs.at(-1) ?? '');

  expect(levelDb(left)).toBeLessThan(-90);
  expect(levelDb(right)).toBeGreaterThan(-30);
});

function longestSilence(samples: Int16Array): number {
  let longest = 0;
  let run = 0;
  for (const value of samples) {
    run = Math.abs(value) < 30 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
