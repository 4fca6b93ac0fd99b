import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Zone } from '#contract/entities/zone';
import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { makeDiskImage, type DiskImage } from '#test/torture/disk-image';
import { Tally, type Outcome, type TortureOptions, type TortureResult } from '#test/torture/harness';
import { between, seededRandom, type Random } from '#test/torture/random';
import { FrontZone } from '#test/torture/service/front-zone';
import { playersBelow } from '#test/torture/service/mpv-probe';

const TRACKS = 11;
const TRACK_S = 300;
const PLACE_MS = 1_000;
const WAIT_LIMIT_MS = 20_000;
/** The first cycles start what stays: worker, tag readers. */
const WARM_CYCLES = 3;
const FEW = 8;

/** A stick is pulled while it plays or is scanned: the music waits for it, and goes on in the same place. */
export async function yank(options: TortureOptions): Promise<TortureResult> {
  const outcome = await yanks(options, 'same');
  const control = await yanks({ ...options, count: 1 }, 'empty');
  return { ...outcome, control: { what: 'an empty stick is put in instead', ...control } };
}

async function yanks({ count, seed, say }: TortureOptions, next: 'same' | 'empty'): Promise<Outcome> {
  await using scratch = await makeTempFolder();
  const data = join(scratch.path, 'data');
  const mounts = join(scratch.path, 'mounts');
  const content = join(scratch.path, 'content');
  await makeStick(content, { tracks: TRACKS, albums: 1, seconds: TRACK_S });
  const place = join(mounts, 'STICK');
  const stick = await makeDiskImage(scratch.path, place, { megabytes: 96, label: 'STICK', isReadOnly: true, content });
  const empty = await makeDiskImage(scratch.path, place, { megabytes: 8, label: 'OTHER', isReadOnly: true });
  await using service = await startService({ data, mounts });
  const cycle = new YankCycle({
    zone: await FrontZone.of(service),
    random: seededRandom(seed),
    tally: new Tally('yanks', 'whileScanning', 'withReadErrors', 'noticedByErrors', 'wrong', 'lost', 'leaked'),
    home: `${data}-home`,
    stick,
    next: next === 'same' ? stick : empty,
  });
  await stick.mount();
  try {
    await cycle.zone.playAlbum();
    await service.client.call('setRepeat', { id: cycle.zone.id, mode: 'all' });
    await cycle.run(count, say);
  } finally {
    await service.stop();
    await stick.detach();
  }
  return cycle.tally.outcome();
}

interface YankParts {
  readonly zone: FrontZone;
  readonly random: Random;
  readonly tally: Tally;
  readonly home: string;
  readonly stick: DiskImage;
  /** What is put in afterwards. */
  readonly next: DiskImage;
}

/** What a service holds of the machine. */
interface Holdings {
  readonly descriptors: number;
  readonly processes: number;
  readonly mounts: number;
}

class YankCycle {
  readonly #parts: YankParts;
  #lastHeardMs = 0;
  #lastHeardAtMs = 0;

  constructor(parts: YankParts) {
    this.#parts = parts;
  }

  get zone(): FrontZone {
    return this.#parts.zone;
  }

  get tally(): Tally {
    return this.#parts.tally;
  }

  async run(count: number, say: (line: string) => void): Promise<void> {
    let warm: Holdings | undefined;
    for (let round = 0; round < count; round += 1) {
      const isBack = await this.#pullAndInsert(`yank ${round}`);
      if (!isBack) return;
      if (round === Math.min(WARM_CYCLES, count - 1)) warm = await this.#holdings();
      if ((round + 1) % 20 === 0) say(`${round + 1} yanks`);
    }
    if (warm) await this.#compare(warm);
  }

  async #pullAndInsert(where: string): Promise<boolean> {
    const { tally, random, stick, next } = this.#parts;
    tally.add('yanks');
    const before = await this.#playAtRandom();
    await this.#pull();
    const pulledMs = performance.now();
    const heardMs = this.#lastHeardMs;

    const waiting = await this.#until(async () => {
      const zone = await this.zone.view();
      return zone.status === 'waiting' ? zone : undefined;
    });
    if (!waiting) {
      tally.fail('wrong', `${where}: it does not wait for the stick`);
      return false;
    }
    tally.worst('worstToldMs', performance.now() - pulledMs);
    this.#comparePlace(where, before, waiting);
    const offMs = waiting.positionMs - heardMs;
    if (Math.abs(offMs) > PLACE_MS + (pulledMs - this.#lastHeardAtMs)) {
      tally.fail('wrong', `${where}: it waits ${offMs} ms from where it was heard`);
    }
    await this.#expectRows(where, false);

    await wait(between(random, 0, 500));
    await next.mount();
    const mountedMs = performance.now();
    const back = await this.#until(async () => {
      const playedMs = await this.zone.playedMs();
      return playedMs > 0 && (await this.zone.view()).speed > 0 ? playedMs : undefined;
    });
    if (back === undefined) {
      tally.fail('wrong', `${where}: it does not go on when the stick is back`);
      if (next !== stick) await next.detach();
      return false;
    }
    const tookMs = performance.now() - mountedMs;
    tally.worst('worstBackMs', tookMs);
    const aheadMs = back - waiting.positionMs;
    if (aheadMs < -PLACE_MS || aheadMs > tookMs + PLACE_MS) tally.fail('wrong', `${where}: goes on ${aheadMs} ms off`);
    this.#comparePlace(where, before, await this.zone.view());
    await this.#expectRows(where, true);
    return true;
  }

  /** Somewhere in some song; every second time the stick is read through as well. */
  async #playAtRandom(): Promise<Zone> {
    const { random, tally } = this.#parts;
    const { client } = this.zone.service;
    const { id } = this.zone;
    if (random() < 0.3) await client.call('next', { id });
    await client.call('seek', { id, positionMs: Math.round(between(random, 0, (TRACK_S - 60) * 1_000)) });
    await this.zone.untilPlaying();
    if (random() < 0.5) {
      tally.add('whileScanning');
      const [volume] = await client.call('listVolumes', {});
      if (volume) await client.call('scanVolume', { id: volume.id });
      await wait(between(random, 0, 150));
    } else {
      await wait(between(random, 100, 1_200));
    }
    const zone = await this.zone.view();
    this.#lastHeardMs = await this.zone.playedMs();
    this.#lastHeardAtMs = performance.now();
    return zone;
  }

  /** Reads fail at once and the mount goes a moment later, or not before the product has noticed; or both in one. */
  async #pull(): Promise<void> {
    const { random, stick, tally } = this.#parts;
    const kind = random();
    if (kind < 0.6) {
      tally.add('withReadErrors');
      await stick.cutPower();
      if (kind < 0.3) await this.#noticeErrors();
      else await wait(between(random, 0, 400));
    }
    await stick.detach();
    await rm(stick.mountPoint, { recursive: true });
  }

  /** The player has read ahead by then, and would play for a while. */
  async #noticeErrors(): Promise<void> {
    const { tally } = this.#parts;
    tally.add('noticedByErrors');
    const startedMs = performance.now();
    const isTold = await this.#until(async () => ((await this.zone.view()).status === 'waiting' ? true : undefined));
    if (isTold) tally.worst('worstErrorsToldMs', performance.now() - startedMs);
    else tally.fail('wrong', 'read errors alone are not noticed');
  }

  #comparePlace(where: string, before: Zone, now: Zone): void {
    const isSame =
      now.queueIndex === before.queueIndex &&
      now.queueLength === before.queueLength &&
      now.item?.id === before.item?.id &&
      now.volumePercent === before.volumePercent;
    if (!isSame) this.tally.fail('wrong', `${where}: ${now.status} at another place of the queue`);
  }

  /** Absence deletes nothing. */
  async #expectRows(where: string, isOnline: boolean): Promise<void> {
    const { client } = this.zone.service;
    const isWhole = await this.#until(async () => {
      const [volume] = await client.call('listVolumes', {});
      return volume?.isOnline === isOnline && volume.trackCount === TRACKS && volume.scan === null ? true : undefined;
    });
    if (isWhole) return;
    const volumes = await client.call('listVolumes', {});
    const words = volumes.map(
      ({ label, trackCount, isOnline: isIn }) => `${label} ${trackCount} ${isIn ? 'in' : 'out'}`,
    );
    this.tally.fail('lost', `${where}: ${words.join(', ')}`);
  }

  async #until<Value>(look: () => Promise<Value | undefined>): Promise<Value | undefined> {
    return until(look, { limitMs: WAIT_LIMIT_MS, everyMs: 20 }).catch(() => undefined);
  }

  async #holdings(): Promise<Holdings> {
    const { pid } = this.zone.service;
    const descriptors = (await readdir(`/proc/${pid}/fd`)).length;
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').length;
    const players = (await playersBelow(this.#parts.home)).length;
    const table = await readFile('/proc/self/mountinfo', 'utf8');
    const mounts = table.split('\n').filter((line) => line.includes(this.#parts.stick.mountPoint)).length;
    return { descriptors, processes: children + players, mounts };
  }

  async #compare(warm: Holdings): Promise<void> {
    const now = await this.#holdings();
    for (const part of ['descriptors', 'processes', 'mounts'] as const) {
      this.tally.worst(`${part}Grown`, now[part] - warm[part]);
      if (now[part] > warm[part] + (part === 'mounts' ? 0 : FEW)) {
        this.tally.fail('leaked', `${part}: ${warm[part]} after the first cycles, ${now[part]} at the end`);
      }
    }
  }
}
