import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';

import { FRONT, startRig, until } from '#test/integration/player/support/rig';
import { writeToneSongs } from '#test/support/tone-songs';
import { canRun } from '#test/support/can-run';
import { makeTempFolder } from '#test/support/temp-folder';
import { song, STICK } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 120_000 });

const SECONDS = 30;
const CROSSFADE_S = 5;
/** Where the first song is left for the second. */
const CUT_MS = (SECONDS - CROSSFADE_S) * 1_000;

async function setup() {
  const folder = await makeTempFolder();
  const paths = await writeToneSongs(folder.path, [400, 700, 1_100], SECONDS);
  const items = paths.map((path, at) => ({
    ...song(`s${String(at)}`, Buffer.from(path)),
    durationMs: SECONDS * 1_000,
  }));
  const rig = await startRig({ items, crossfadeSeconds: CROSSFADE_S });
  onTestFinished(async () => {
    await rig.close();
    await folder[Symbol.asyncDispose]();
  });
  await until(
    () => rig.isReady(),
    (isReady) => isReady,
  );
  await rig.handlers.play({ id: FRONT, volumeId: STICK, path: '' });
  const tails = async () => (await readdir(rig.runtimeDir)).filter((name) => name.startsWith('tail-'));
  const untilItem = (id: string) =>
    until(
      () => rig.zone(),
      ({ item, speed }) => item?.id === id && speed > 0,
      60_000,
    );
  const seek = (positionMs: number) => rig.handlers.seek({ id: FRONT, positionMs });
  return { ...rig, tails, untilItem, seek };
}

/** Players whose command line names this folder. */
function playersIn(folder: string): number {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.startsWith('mpv ') && line.includes(folder)).length;
}

it('shows the next song as soon as the one before gives way, and leaves no player and no file behind', async (ctx) => {
  if (!canRun('mpv', '--version') || !canRun('ps', '--version')) ctx.skip('mpv and ps are not installed');
  const { changes, runtimeDir, tails, untilItem, seek, stop } = await withStop(setup());
  await untilItem('s0');
  await seek(CUT_MS - 12_000);

  await untilItem('s1');
  const last = changes.findLast(({ item }) => item?.id === 's0');
  expect(last?.positionMs).toBeLessThan(CUT_MS + 1_000);
  expect(await tails()).toHaveLength(1);
  expect(playersIn(runtimeDir)).toBe(1);

  // Past the crossfade: what was mixed in is taken off.
  await seek(12_000);
  await vi.waitFor(async () => expect(playersIn(runtimeDir)).toBe(1), { timeout: 20_000 });
  await stop();
  await vi.waitFor(async () => expect(await tails()).toEqual([]), { timeout: 20_000 });
});

it('plays a song to its end for whoever goes there', async (ctx) => {
  if (!canRun('mpv', '--version')) ctx.skip('mpv is not installed');
  const { zone, tails, untilItem, seek, positionMs } = await setup();
  await untilItem('s0');
  await seek(CUT_MS - 10_000);
  await vi.waitFor(async () => expect(await tails()).toHaveLength(1), { timeout: 20_000 });
  // By then the player has been told to end early.
  await until(positionMs, (ms) => ms > CUT_MS - 4_000);

  await seek(CUT_MS + 500);
  await until(
    () => (zone().item?.id === 's0' ? positionMs() : Number.NaN),
    (ms) => ms > CUT_MS + 2_000,
  );
  await untilItem('s1');
});

async function withStop(rig: ReturnType<typeof setup>) {
  const { service, ...rest } = await rig;
  return { ...rest, stop: () => service.stop() };
}
