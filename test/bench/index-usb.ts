import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ScanSummary } from '#contract/entities/volume';
import { walkAndRead, walkOnly } from '#test/bench/floor-walk';
import { installedPeers } from '#test/bench/index-peers';
import type { BenchOptions } from '#test/bench/options';
import { dropPageCache } from '#test/bench/page-cache';
import { benchEntry } from '#test/bench/subject';
import { makeUsbStick, type UsbStick } from '#test/bench/usb-stick';
import { firstOf } from '#test/support/first-of';
import { playedMs } from '#test/support/played-ms';
import { makeScaleStick, type ScaleTruth } from '#test/support/scale-stick';
import { scoreIndex, type IndexedItem, type IndexScore } from '#test/support/score-index';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const MEGABYTES_AT_SCALE_1 = 9_000;
const MEGABYTES_AT_ANY = 600;
const SCAN_LIMIT_MS = 1_800_000;
const LOOK_EVERY_MS = 50;
const PAGE = 200;
/** After its start a service has affairs of its own. */
const SETTLE_MS = 3_000;

type Way = 'usb' | 'cold' | 'warm';

interface Row {
  readonly who: string;
  readonly way: Way;
  readonly seconds: number;
  /** Until the last tag of what our own readers understand, and its length, can be searched for. */
  readonly tagsSeconds?: number;
  readonly lengthsSeconds?: number;
  readonly filesOpened?: number;
  readonly deviceMb: number;
  readonly deviceReads: number;
}

interface First {
  readonly browsableSeconds: number;
  /** The first song can be played from here on. */
  readonly listedSeconds: number;
  readonly playingSeconds: number;
}

/** A stick of the kind that people have, as on USB, with an empty page cache and a full one: ours, others, the floors. */
export async function benchIndexUsb(options: BenchOptions): Promise<object> {
  await using scratch = await makeTempFolder();
  const megabytes = MEGABYTES_AT_ANY + Math.ceil(MEGABYTES_AT_SCALE_1 * options.scale);
  await using stick = await makeUsbStick(scratch.path, megabytes);
  options.say(`making a stick of scale ${options.scale}, seed ${options.seed}`);
  const truth = await makeScaleStick(stick.mountPoint, { scale: options.scale, seed: options.seed });
  const rows: Row[] = [];
  let score: IndexScore | undefined;
  stick.throttle(true);
  const first = await firstSound(stick, join(scratch.path, 'data-first'));
  options.say(describeFirst(first));
  for (const way of ['usb', 'cold', 'warm'] as const) {
    stick.throttle(way === 'usb');
    const add = (row: Row) => {
      rows.push(row);
      options.say(describe(row));
    };
    add(
      await measured('floor: names and sizes', way, stick, async () => (await walkOnly(stick.mountPoint)).durationMs),
    );
    add(
      await measured('floor: 4 KiB of each', way, stick, async () => (await walkAndRead(stick.mountPoint)).durationMs),
    );
    const data = join(scratch.path, `data-${way}`);
    const fresh = await ours('carputer, new stick', way, stick, data, truth);
    score = fresh.score;
    add(fresh.row);
    add((await ours('carputer, known stick', way, stick, data, truth, fresh.lastScan)).row);
    for (const peer of installedPeers()) {
      const index = async () => (await peer.index(stick.mountPoint, scratch.path)) * 1_000;
      add(await measured(peer.name, way, stick, index));
    }
  }
  for (const line of score?.wrong ?? []) options.say(`  wrong: ${line}`);
  options.say(`right: ${JSON.stringify({ ...score, wrong: undefined })}`);
  return { scale: options.scale, seed: options.seed, service: benchEntry(), first, rows, score };
}

async function measured(who: string, way: Way, stick: UsbStick, work: () => Promise<number>): Promise<Row> {
  if (way !== 'warm') dropPageCache();
  const before = stick.reads();
  const seconds = rounded((await work()) / 1_000);
  return { who, way, seconds, ...since(before, stick) };
}

/** A new stick in a service that runs, from the mount on: until its folders can be opened, and until its first song is heard. */
async function firstSound(stick: UsbStick, data: string): Promise<First> {
  const mounts = `${data}-mounts`;
  await using service = await startService({ mounts, data, entry: benchEntry() });
  await sleep(SETTLE_MS);
  dropPageCache();
  const insertedMs = performance.now();
  const since = () => rounded((performance.now() - insertedMs) / 1_000);
  await using _inserted = await stick.insertAt(join(mounts, 'usb'));
  const { client } = service;
  const zone = firstOf(await client.call('listZones', {}));
  await until(
    async () => {
      const [volume] = (await client.call('listFolders', {})).items;
      if (volume === undefined) return false;
      return (await client.call('listFolders', { volumeId: volume.volumeId })).items.length > 0;
    },
    { everyMs: LOOK_EVERY_MS },
  );
  const browsableSeconds = since();
  const listed = async () => {
    const { items } = await client.call('listTracks', { limit: PAGE });
    // Broken ones come with names alone.
    return items.find(({ durationMs }) => durationMs !== null);
  };
  const song = await until(listed, { everyMs: LOOK_EVERY_MS });
  const listedSeconds = since();
  await client.call('play', { id: zone.id, trackId: song.id });
  await until(async () => (await playedMs(client, zone.id)) > 0, { everyMs: LOOK_EVERY_MS });
  return { browsableSeconds, listedSeconds, playingSeconds: since() };
}

function describeFirst({ browsableSeconds, listedSeconds, playingSeconds }: First): string {
  return `usb   carputer, new stick: folders ${browsableSeconds} s, first song listed ${listedSeconds} s, heard ${playingSeconds} s`;
}

/** By the service as a whole, which runs when the stick is put in: from the mount on. */
async function ours(
  who: string,
  way: Way,
  stick: UsbStick,
  data: string,
  truth: readonly ScaleTruth[],
  scanBefore?: ScanSummary,
) {
  const mounts = `${data}-mounts`;
  const env = { NODE_COMPILE_CACHE: `${data}-code` };
  await using service = await startService({ mounts, data, entry: benchEntry(), env });
  await sleep(SETTLE_MS);
  if (way !== 'warm') dropPageCache();
  const before = stick.reads();
  const insertedMs = performance.now();
  await using _inserted = await stick.insertAt(join(mounts, 'usb'));
  let atLengths = before;
  const lastScan = await until(
    async () => {
      const volume = (await service.client.call('listVolumes', {})).find(({ isOnline }) => isOnline);
      if (volume?.scan?.phase === 'walk' || volume?.scan?.phase === 'tags' || volume?.scan?.phase === 'lengths') {
        atLengths = stick.reads();
      }
      if (volume?.scan !== null || volume.lastScan === null) return undefined;
      // The scan before stays until the next one has ended.
      return JSON.stringify(volume.lastScan) === JSON.stringify(scanBefore) ? undefined : volume.lastScan;
    },
    { limitMs: SCAN_LIMIT_MS, everyMs: LOOK_EVERY_MS },
  );
  const seconds = (performance.now() - insertedMs) / 1_000;
  // Until the mount was noticed.
  const noticed = seconds - lastScan.durationMs / 1_000;
  const row: Row = {
    ...{ who, way, seconds: rounded(seconds), filesOpened: lastScan.filesOpened },
    tagsSeconds: rounded(noticed + untilEndOf(lastScan, 'tags')),
    lengthsSeconds: rounded(noticed + untilEndOf(lastScan, 'lengths')),
    deviceMb: rounded((atLengths.bytes - before.bytes) / 1e6),
    deviceReads: atLengths.reads - before.reads,
  };
  return { row, lastScan, score: scoreIndex(truth, await itemsOf(service)) };
}

function untilEndOf({ phases = [] }: ScanSummary, last: string): number {
  const end = phases.findIndex(({ phase }) => phase === last) + 1;
  return phases.slice(0, end).reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000;
}

async function itemsOf(service: RunningService): Promise<IndexedItem[]> {
  const items: IndexedItem[] = [];
  for (const route of ['listTracks', 'listVideos'] as const) {
    let cursor: string | undefined;
    do {
      const page = await service.client.call(route, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
      for (const item of page.items) {
        const [artist, album] = 'artist' in item ? [item.artist ?? '', item.album ?? ''] : ['', ''];
        items.push({ path: item.path, title: item.title, artist, album, seconds: (item.durationMs ?? 0) / 1_000 });
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return items;
}

function since(before: { bytes: number; reads: number }, stick: UsbStick) {
  const now = stick.reads();
  return { deviceMb: rounded((now.bytes - before.bytes) / 1e6), deviceReads: now.reads - before.reads };
}

function describe({ who, way, seconds, tagsSeconds, lengthsSeconds, filesOpened, deviceMb, deviceReads }: Row): string {
  const parts =
    tagsSeconds === undefined
      ? ''
      : `, tags ${tagsSeconds} s, lengths ${lengthsSeconds ?? 0} s, ${filesOpened ?? 0} files opened`;
  const device = `${String(deviceMb).padStart(8)} MB ${String(deviceReads).padStart(7)} reads`;
  return `${way.padEnd(5)} ${who.padEnd(24)} ${seconds.toFixed(2).padStart(8)} s ${device}${parts}`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
