import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { putLoad, type Load } from '#test/bench/load';
import type { BenchOptions } from '#test/bench/options';
import { benchEntry, benchStick } from '#test/bench/subject';
import { firstOf } from '#test/support/first-of';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const REQUESTS = 1_500;
const QUEUE_STARTS = 5;
const SCAN_LIMIT_MS = 600_000;
const FLOOR_SERVER = fileURLToPath(new URL('floor-server.ts', import.meta.url));

/** Requests a second and latency of the busiest routes, beside node:http answering the same bytes. */
export async function benchApi(options: BenchOptions): Promise<object> {
  await using scratch = await makeTempFolder();
  const stick = await benchStick(options, scratch.path);
  const entry = benchEntry();
  await using service = await startService({ media: [stick], entry });
  await until(() => isScanned(service), { limitMs: SCAN_LIMIT_MS, everyMs: 100 });

  const bodies = await readBodies(service, await pathsToAsk(service));
  await using floor = await startFloor(bodies);
  options.say(`service: ${entry}; ${String(REQUESTS)} requests each, 8 clients`);
  const routes: Record<string, { ours: Load; floor: Load; ratio: number }> = {};
  for (const path of Object.keys(bodies)) {
    const floorLoad = await putLoad(`${floor.baseUrl}${path}`, {}, REQUESTS);
    const ours = await putLoad(`${service.baseUrl}${path}`, { authorization: `Bearer ${service.token}` }, REQUESTS);
    const ratio = Math.round((floorLoad.requestsPerSecond / ours.requestsPerSecond) * 100) / 100;
    routes[path] = { ours, floor: floorLoad, ratio };
    options.say(`${path}: ${describe(ours)}; floor ${describe(floorLoad)}; ratio ${String(ratio)}`);
  }
  const queue = await startQueues(service);
  options.say(`a queue of ${String(queue.songs)} songs: ${queue.startMs.map(String).join(', ')} ms until it is heard`);
  return { service: entry, requests: REQUESTS, routes, queue };
}

/** The whole stick as one queue, from the tap to the sound. */
async function startQueues({ client }: RunningService): Promise<{ songs: number; startMs: number[] }> {
  const volume = firstOf(await client.call('listVolumes', {}));
  const { id } = firstOf(await client.call('listZones', {}));
  const startMs: number[] = [];
  let songs = 0;
  for (let start = 0; start < QUEUE_STARTS; start += 1) {
    const beganAt = performance.now();
    const zone = await client.call('play', { id, volumeId: volume.id, path: '' });
    startMs.push(Math.round(performance.now() - beganAt));
    songs = zone.queueLength;
  }
  await client.call('stop', { id });
  return { songs, startMs };
}

async function isScanned(service: RunningService): Promise<boolean> {
  const volumes = await service.client.call('listVolumes', {});
  return volumes.some(({ scan, lastScan }) => scan === null && lastScan !== null);
}

async function pathsToAsk(service: RunningService): Promise<string[]> {
  const { items } = await service.client.call('listTracks', { limit: 1 });
  const word = items[0]?.title.split(' ')[0] ?? 'a';
  return ['/health', '/zones', '/tracks?limit=50', `/search?q=${encodeURIComponent(word)}`].map(
    (path) => `/api/v1${path}`,
  );
}

async function readBodies(service: RunningService, paths: readonly string[]): Promise<Record<string, string>> {
  const bodies: Record<string, string> = {};
  for (const path of paths) {
    const response = await fetch(`${service.baseUrl}${path}`, {
      headers: { authorization: `Bearer ${service.token}` },
      signal: AbortSignal.timeout(10_000),
    });
    bodies[path] = await response.text();
  }
  return bodies;
}

async function startFloor(bodies: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [FLOOR_SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(bodies));
  const [port] = (await once(child.stdout, 'data', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
  return {
    baseUrl: `http://127.0.0.1:${port.toString().trim()}`,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

function describe({ requestsPerSecond, p50Ms, p99Ms }: Load): string {
  return `${String(requestsPerSecond)}/s, p50 ${String(p50Ms)} ms, p99 ${String(p99Ms)} ms`;
}
