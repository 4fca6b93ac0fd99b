import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Volume } from '#contract/entities/volume';
import { walkAndRead, walkOnly, type WalkFloor } from '#test/bench/floor-walk';
import type { BenchOptions } from '#test/bench/options';
import { dropPageCache } from '#test/bench/page-cache';
import { benchEntry, benchStick } from '#test/bench/subject';
import { playedMs } from '#test/support/played-ms';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const SCAN_LIMIT_MS = 1_800_000;
const LOOK_EVERY_MS = 20;

interface ScanRun {
  readonly readyAfterMs: number;
  /** From `carputer ready`: the first songs in the list, sound from a zone, the whole scan. */
  readonly browsableAfterMs: number;
  readonly playingAfterMs: number;
  readonly scannedAfterMs: number;
  readonly scan: NonNullable<Volume['lastScan']>;
  readonly tracks: number;
  readonly videos: number;
  /** Of the service alone, resident, at the most; undefined where /proc does not tell. */
  readonly peakMemoryMb: number | undefined;
}

/** How long a stick takes that is new (`cold`), and one that is known and has not changed (`unchanged`). */
export async function benchIndex(options: BenchOptions): Promise<object> {
  await using scratch = await makeTempFolder();
  const stick = await benchStick(options, scratch.path);
  const entry = benchEntry();
  const data = join(scratch.path, 'data');

  const isCold = dropPageCache();
  const coldFloor = await walkAndRead(stick);
  dropPageCache();
  const cold = await runScan({ stick, entry, data }, undefined);
  dropPageCache();
  const unchangedFloor = await walkOnly(stick);
  dropPageCache();
  const unchanged = await runScan({ stick, entry, data }, cold);

  const result = {
    stick: options.media === undefined ? `made, ${String(options.tracks)} tracks` : stick,
    service: entry,
    isPageCacheDropped: isCold,
    cold: { ...cold, floor: coldFloor, ratio: ratio(cold, coldFloor) },
    unchanged: { ...unchanged, floor: unchangedFloor, ratio: ratio(unchanged, unchangedFloor) },
    bytesPerFile: Math.round(cold.scan.bytesRead / Math.max(1, cold.scan.filesOpened)),
  };
  report(options, result);
  return result;
}

async function runScan(
  subject: { readonly stick: string; readonly entry: string; readonly data: string },
  before: ScanRun | undefined,
): Promise<ScanRun> {
  await using service = await startService({ media: [subject.stick], data: subject.data, entry: subject.entry });
  const readyMs = performance.now();
  const sinceReady = () => Math.round(performance.now() - readyMs);

  const first = await until(() => firstTrack(service), { limitMs: SCAN_LIMIT_MS, everyMs: LOOK_EVERY_MS });
  const browsableAfterMs = sinceReady();
  const [zone] = await service.client.call('listZones', {});
  if (!zone) throw new Error('The service has no zone');
  await service.client.call('play', { id: zone.id, trackId: first.id });
  await until(async () => (await playedMs(service.client, zone.id)) > 0, {
    everyMs: LOOK_EVERY_MS,
  });
  const playingAfterMs = sinceReady();
  await service.client.call('stop', { id: zone.id });

  const { volume, scan } = await until(() => scanned(service, before), {
    limitMs: SCAN_LIMIT_MS,
    everyMs: LOOK_EVERY_MS,
  });
  const scannedAfterMs = sinceReady();
  const { trackCount: tracks, videoCount: videos } = volume;
  const after = { readyAfterMs: service.readyAfterMs, browsableAfterMs, playingAfterMs, scannedAfterMs };
  return { ...after, scan, tracks, videos, peakMemoryMb: peakMemoryMb(service.pid) };
}

function peakMemoryMb(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1_024);
}

async function firstTrack(service: RunningService) {
  return (await service.client.call('listTracks', { limit: 1 })).items[0];
}

/** The last scan stays in the index over a restart, so a new one is told by its numbers. */
async function scanned(service: RunningService, before: ScanRun | undefined) {
  const volume = (await service.client.call('listVolumes', {})).find(({ isOnline }) => isOnline);
  if (volume?.scan !== null || volume.lastScan === null) return undefined;
  if (before && JSON.stringify(volume.lastScan) === JSON.stringify(before.scan)) return undefined;
  return { volume, scan: volume.lastScan };
}

function ratio(run: ScanRun, floor: WalkFloor): number {
  return Math.round((run.scan.durationMs / Math.max(0.1, floor.durationMs)) * 100) / 100;
}

interface Side extends ScanRun {
  readonly floor: WalkFloor;
  readonly ratio: number;
}

function report(
  { say }: BenchOptions,
  result: {
    stick: string;
    service: string;
    isPageCacheDropped: boolean;
    cold: Side;
    unchanged: Side;
    bytesPerFile: number;
  },
): void {
  say(`stick: ${result.stick}; service: ${result.service}`);
  if (!result.isPageCacheDropped) say('the page cache could not be dropped (needs root): all reads are warm');
  for (const name of ['cold', 'unchanged'] as const) {
    const { scan, floor, ratio: times, ...run } = result[name];
    say(
      `${name}: scan ${String(scan.durationMs)} ms, floor ${floor.durationMs.toFixed(0)} ms, ratio ${String(times)}; ` +
        `${String(run.tracks)} tracks, ${String(run.videos)} films, ${String(scan.filesOpened)} files opened, ` +
        `${String(scan.bytesRead)} bytes read, ${String(scan.skipped)} skipped`,
    );
    say(
      `  service ready after ${String(run.readyAfterMs)} ms; from there: browsable ${String(run.browsableAfterMs)} ms, ` +
        `playing ${String(run.playingAfterMs)} ms, scanned ${String(run.scannedAfterMs)} ms; ` +
        `${String(run.peakMemoryMb ?? '?')} MB of memory at the most`,
    );
  }
  say(`read per opened file: ${String(result.bytesPerFile)} bytes`);
}
