import { open, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { zoneId } from '#contract/entities/ids';
import type { BenchOptions } from '#test/bench/options';
import { benchEntry } from '#test/bench/subject';
import { firstOf } from '#test/support/first-of';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { makeDiskImage, type DiskImage } from '#test/torture/disk-image';

const FRONT = zoneId.parse('front');
const SECTOR_BYTES = 512;
const PAGE_BYTES = 4_096;
const POSITION_EVERY_MS = 4_500;
/** The start, the scan, and the first backup half a minute later are over by then. */
const SETTLE_MS = 45_000;
const IDLE_SETTLE_MS = 30_000;
const HOUR_S = 3_600;

/**
 * What reaches the card, the file system's own journal included, while music plays and while nothing does; beside the
 * least that keeps a position: one page, synced as often.
 */
export async function benchWrites(options: BenchOptions): Promise<object> {
  await using scratch = await makeTempFolder();
  const stick = await makeStick(join(scratch.path, 'STICK'), { tracks: 200, seconds: 240 });
  const card = await makeDiskImage(scratch.path, join(scratch.path, 'card'), { megabytes: 128, label: 'CARD' });
  const other = await makeDiskImage(scratch.path, join(scratch.path, 'other'), { megabytes: 32, label: 'OTHER' });
  await card.mount();
  await other.mount();
  try {
    await using service = await startService({
      media: [stick.dir],
      data: join(card.mountPoint, 'data'),
      entry: benchEntry(),
    });
    await play(service);
    options.say(`${String(options.seconds)} s of playing, then as long of silence, after what a start writes is over`);
    await wait(SETTLE_MS);
    const [playing, floor] = await Promise.all([
      writtenOf(card, options.seconds),
      writtenOf(other, options.seconds, savePages(other, options.seconds)),
    ]);
    await service.client.call('pause', { id: FRONT });
    await wait(IDLE_SETTLE_MS);
    const idle = await writtenOf(card, options.seconds);
    const perHour = (bytes: number) => Math.round((bytes * HOUR_S) / options.seconds / 1e4) / 100;
    const result = {
      seconds: options.seconds,
      playingMbPerHour: perHour(playing),
      floorMbPerHour: perHour(floor),
      idleMbPerHour: perHour(idle),
      ratio: Math.round((playing / floor) * 100) / 100,
    };
    options.say(
      `playing ${String(result.playingMbPerHour)} MB/h; floor ${String(result.floorMbPerHour)} MB/h; ` +
        `ratio ${String(result.ratio)}; idle ${String(result.idleMbPerHour)} MB/h`,
    );
    return result;
  } finally {
    await card.detach();
    await other.detach();
  }
}

async function play({ client }: RunningService): Promise<void> {
  await until(async () => (await client.call('listVolumes', {})).every(({ scan, lastScan }) => !scan && lastScan), {
    limitMs: 120_000,
    everyMs: 100,
  });
  const album = firstOf((await client.call('listAlbums', { limit: 1 })).items);
  await client.call('play', { id: FRONT, albumId: album.id });
  await client.call('setRepeat', { id: FRONT, mode: 'all' });
}

/** Bytes that the kernel wrote to the device of a mount, after all that was dirty before is on it. */
async function writtenOf({ mountPoint }: DiskImage, seconds: number, work?: Promise<void>): Promise<number> {
  await flush(mountPoint);
  const before = await sectorsOf(mountPoint);
  await wait(seconds * 1_000);
  await work;
  await flush(mountPoint);
  return ((await sectorsOf(mountPoint)) - before) * SECTOR_BYTES;
}

async function sectorsOf(mountPoint: string): Promise<number> {
  const { dev } = await stat(mountPoint);
  const device = basename(await realpath(`/sys/dev/block/${String(dev >> 8)}:${String(dev & 0xff)}`));
  const fields = (await readFile(`/sys/block/${device}/stat`, 'utf8')).trim().split(/\s+/u);
  return Number(fields[6]);
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().catch(() => undefined);
  await handle.close();
}

async function savePages({ mountPoint }: DiskImage, seconds: number): Promise<void> {
  const file = await open(join(mountPoint, 'position'), 'w');
  try {
    await file.write(Buffer.alloc(PAGE_BYTES), 0, PAGE_BYTES, 0);
    await file.sync();
    for (let passedMs = 0; passedMs < seconds * 1_000; passedMs += POSITION_EVERY_MS) {
      await wait(POSITION_EVERY_MS);
      await file.write(Buffer.alloc(PAGE_BYTES, passedMs % 251), 0, PAGE_BYTES, 0);
      await file.datasync();
    }
  } finally {
    await file.close();
  }
}
