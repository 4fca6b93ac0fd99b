import { gzipSync } from 'node:zlib';

import type { Browser, Page } from 'playwright-core';

import type { BenchOptions } from '#test/bench/options';
import { benchEntry, benchStick } from '#test/bench/subject';
import { measureFling, measureSearch, measureTaps, type Frames, type Taps } from '#test/bench/ui-page';
import { launchBrowser, openKiosk } from '#test/support/browser';
import { ensureBuiltPages } from '#test/support/built-pages';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

/** Of Chromium's CPU throttle: as it is, and two stand-ins for a Pi. */
const THROTTLES = [1, 4, 6];
const FLINGS = 12;
const TAP_ROUNDS = 5;
const SCAN_LIMIT_MS = 900_000;

interface Start {
  readonly firstPaintMs: number;
  readonly usableMs: number;
  /** Of the scripts that the first view takes, as gzip would send them. */
  readonly scriptBytes: number;
}

interface UiResult extends Start {
  readonly throttle: number;
  readonly fling: Frames;
  /** From the touch to the key that is lit. */
  readonly lit: Taps;
  /** From the tap to the view that it opens. */
  readonly shown: Taps;
  /** Per key. */
  readonly search: Taps;
  readonly heapMb: number;
}

/** The touchscreen over a large library: start, flinging, taps, memory, at three speeds of the machine. */
export async function benchUi(options: BenchOptions): Promise<object> {
  await ensureBuiltPages();
  await using scratch = await makeTempFolder();
  const stick = await benchStick(options, scratch.path);
  await using service = await startService({ media: [stick], entry: benchEntry() });
  await until(() => isScanned(service), { limitMs: SCAN_LIMIT_MS, everyMs: 200 });
  // At rest: how loud songs are would be measured beside it for an hour.
  const { loudness } = await service.client.call('getSettings', {});
  await service.client.call('changeSettings', { loudness: { ...loudness, isMeasuring: false } });
  const { total: tracks } = await service.client.call('listTracks', { limit: 1 });
  const browser = await launchBrowser();
  const results: UiResult[] = [];
  try {
    for (const throttle of THROTTLES) {
      const result = await measure(browser, service, throttle);
      results.push(result);
      options.say(describe(result));
    }
  } finally {
    await browser.close();
  }
  return { tracks, results };
}

async function isScanned(service: RunningService): Promise<boolean> {
  const volumes = await service.client.call('listVolumes', {});
  return volumes.some(({ scan, lastScan }) => scan === null && lastScan !== null);
}

async function measure(browser: Browser, service: RunningService, throttle: number): Promise<UiResult> {
  const { baseUrl, token } = service;
  await using kiosk = await openKiosk(browser, baseUrl, token);
  const { page, context } = kiosk;
  await page.getByRole('main').waitFor();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await cdp.send('Performance.enable');

  await page.goto(`${baseUrl}/kiosk/music/songs`, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelector('main [aria-busy="false"] li button') !== null, undefined, {
    polling: 'raf',
  });
  const times = await page.evaluate(() => ({
    usableMs: Math.round(performance.now()),
    firstPaintMs: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
  }));
  const scriptBytes = await compressedScripts(page);

  const fling = await measureFling(page, cdp, FLINGS);
  const { lit, shown } = await measureTaps(page, cdp, ['Artists', 'Songs', 'Albums', 'Songs'], TAP_ROUNDS);
  await page.goto(`${baseUrl}/kiosk/search`);
  const search = await measureSearch(page, await wordsToFind(service));
  const { metrics } = await cdp.send('Performance.getMetrics');
  const heapBytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
  return { throttle, ...times, scriptBytes, fling, lit, shown, search, heapMb: Math.round(heapBytes / 100_000) / 10 };
}

/** Of a song from the middle of the list: one of its words, both of them, and one with a wrong letter. */
async function wordsToFind({ client }: RunningService): Promise<string[]> {
  const { items } = await client.call('listTracks', { limit: 50 });
  const title = items.at(-1)?.title ?? '';
  const [word = ''] = title.split(' ');
  return [word, title, `${word.slice(0, 2)}x${word.slice(3)}`];
}

/** Of what the page has loaded until now. */
async function compressedScripts(page: Page): Promise<number> {
  const addresses = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (name.endsWith('.js') ? [name] : [])),
  );
  const bodies = await Promise.all(
    [...new Set(addresses)].map(async (address) => (await page.context().request.get(address)).body()),
  );
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

function describe({
  throttle,
  firstPaintMs,
  usableMs,
  scriptBytes,
  fling,
  lit,
  shown,
  search,
  heapMb,
}: UiResult): string {
  return [
    `CPU / ${String(throttle)}: first paint ${String(firstPaintMs)} ms, usable ${String(usableMs)} ms`,
    `scripts ${String(Math.round(scriptBytes / 1_000))} KB gzip`,
    `fling frames p95 ${String(fling.p95Ms)} ms, p99 ${String(fling.p99Ms)} ms, longest blank ${String(Math.round(fling.longestBlankMs))} ms`,
    `touch to lit key p50 ${String(lit.p50Ms)} ms, p95 ${String(lit.p95Ms)} ms`,
    `tap to view p50 ${String(shown.p50Ms)} ms, p95 ${String(shown.p95Ms)} ms`,
    `search per key p50 ${String(search.p50Ms)} ms, p95 ${String(search.p95Ms)} ms`,
    `${String(fling.domNodes)} DOM nodes, heap ${String(heapMb)} MB`,
  ].join('; ');
}
