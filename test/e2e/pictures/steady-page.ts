import type { Browser, Page, Request } from 'playwright-core';

import type { About } from '#contract/entities/about';
import type { RouterView } from '#contract/entities/router';
import type { RouterLogEntry } from '#contract/entities/router-message';
import type { SignalSample } from '#contract/entities/router-modem';
import type { RouterStatus } from '#contract/entities/router-status';
import type { SettingsView } from '#contract/entities/settings';
import type { Volume } from '#contract/entities/volume';
import type { Zone } from '#contract/entities/zone';
import type { ServerEvent, ServerMessage } from '#contract/events';
import { demoSignal } from '#network/demo/demo-signal';
import { until } from '#test/support/until';

const SIZE = { width: 1024, height: 600 };
const CLOCK_MS = Date.UTC(2026, 5, 12, 17, 42);
/** Of the service, and of the router before it was heard of. */
const UPTIME_MS = 40 * 60_000;
const ROUTER_UPTIME_MS = 20 * 60_000;
const SAMPLE_MS = 5_000;

export interface SteadyKiosk {
  readonly page: Page;
  /** Resolves when nothing is asked for any more and every picture is there. */
  settle(): Promise<void>;
}

/**
 * The touchscreen on which time stands still, over a real service: its clock, what plays, and whatever a service tells of
 * its machine and of its last minutes are the same each time. All else is as the service says.
 */
export async function openSteadyKiosk(browser: Browser, baseUrl: string, token: string): Promise<SteadyKiosk> {
  const context = await browser.newContext({
    ...{ viewport: SIZE, hasTouch: true, locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  await page.addInitScript(stopTime, CLOCK_MS);
  const asked = new Set<Request>();
  page.on('request', (request) => asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  let router: RouterView | undefined;
  const steadyRouter = (view: RouterView): RouterView => {
    if (view.status && view.bars !== null) {
      // Whether it answers slowly is a matter of this machine's load.
      const link = { ...view.link, slowSinceUptimeMs: null };
      router ??= { ...view, link, status: measuredNow(view.status), heardAtUptimeMs: UPTIME_MS };
    }
    return router ?? view;
  };
  await page.routeWebSocket(/\/events$/u, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) =>
      socket.send(JSON.stringify(steadyMessage(JSON.parse(String(frame)) as ServerMessage, steadyRouter))),
    );
  });
  await answerWith(page, /\/api\/v1\/volumes$/u, (volumes: readonly Volume[]) => volumes.map(steadyVolume));
  await answerWith(page, /\/api\/v1\/zones$/u, (zones: readonly Zone[]) => zones.map(steadyZone));
  await answerWith(page, /\/api\/v1\/settings$/u, steadySettings);
  await answerWith(page, /\/api\/v1\/about$/u, steadyAbout);
  await answerWith(page, /\/api\/v1\/router\/signal-history/u, steadyHistory);
  await answerWith(page, /\/api\/v1\/router\/log/u, (log: readonly RouterLogEntry[]) =>
    log.map((entry) => ({
      ...entry,
      atUptimeMs: UPTIME_MS - ROUTER_UPTIME_MS + (entry.atUptimeMs ?? 0) - (log[0]?.atUptimeMs ?? 0),
    })),
  );
  await page.goto(`${baseUrl}/kiosk#${token}`);
  return { page, settle: () => settle(page, baseUrl, asked) };
}

/** Runs in the page, before anything of it: it can use nothing from outside itself. */
function stopTime(clockMs: number): void {
  const RealDate = Date;
  class StoppedDate extends RealDate {
    constructor(...given: [] | [number]) {
      super(given.length === 0 ? clockMs : given[0]);
    }
    static override now(): number {
      return clockMs;
    }
  }
  Object.assign(globalThis, { Date: StoppedDate });
  performance.now = () => 60_000;
}

async function settle(page: Page, baseUrl: string, asked: ReadonlySet<Request>): Promise<void> {
  await until(async () => {
    await page.evaluate(drawAll, baseUrl);
    return asked.size === 0;
  });
  await page.evaluate(drawAll, baseUrl);
}

/** Runs in the page. The address of this machine's service gives way to the usual one. */
async function drawAll(baseUrl: string): Promise<void> {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.nodeValue === baseUrl) text.nodeValue = 'http://127.0.0.1:8080';
  }
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

async function answerWith(page: Page, path: RegExp, steady: (answer: never) => unknown): Promise<void> {
  await page.route(path, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: steady((await response.json()) as never) });
  });
}

function steadyMessage(message: ServerMessage, steadyRouter: (view: RouterView) => RouterView): ServerMessage {
  switch (message.type) {
    case 'ping':
      return message;
    case 'event':
      return { ...message, uptimeMs: UPTIME_MS, event: steadyEvent(message.event, steadyRouter) };
    case 'hello': {
      const { zones, volumes, settings, router } = message.snapshot;
      const snapshot = {
        ...message.snapshot,
        ...{ version: '1.0.0', zones: zones.map(steadyZone), volumes: volumes.map(steadyVolume) },
        ...{ settings: steadySettings(settings), router: steadyRouter(router) },
      };
      return { ...message, uptimeMs: UPTIME_MS, snapshot };
    }
  }
}

function steadyEvent(event: ServerEvent, steadyRouter: (view: RouterView) => RouterView): ServerEvent {
  if (event.type === 'zone.changed') return { ...event, zone: steadyZone(event.zone) };
  if (event.type === 'volumes.changed') return { ...event, volumes: event.volumes.map(steadyVolume) };
  if (event.type === 'settings.changed') return { ...event, settings: steadySettings(event.settings) };
  if (event.type === 'router.changed') return { ...event, router: steadyRouter(event.router) };
  return event;
}

/** What is old says how old it is. */
function measuredNow(status: RouterStatus): RouterStatus {
  return {
    ...status,
    usage: { ...status.usage, atUptimeMs: UPTIME_MS },
    modems: status.modems.map(({ signal, ...modem }) => ({
      ...modem,
      signal: signal && { ...signal, atUptimeMs: UPTIME_MS },
    })),
  };
}

/** What is paused stands for what plays: it moves no more. */
function steadyZone(zone: Zone): Zone {
  if (zone.status !== 'paused') return zone;
  const positionMs = Math.round(zone.positionMs / 1_000) * 1_000;
  return { ...zone, status: 'playing', speed: 0, positionMs, atUptimeMs: UPTIME_MS };
}

function steadyVolume(volume: Volume): Volume {
  const { lastScan } = volume;
  return { ...volume, mountPoint: `/media/${volume.label}`, lastScan: lastScan && { ...lastScan, durationMs: 1_900 } };
}

function steadySettings(settings: SettingsView): SettingsView {
  return { ...settings, phoneAddresses: ['http://10.42.0.1'] };
}

function steadyAbout(about: About): About {
  return {
    ...about,
    versions: { carputer: '1.0.0', node: '24.0.0', mpv: '0.40.0', ffmpeg: '7.1' },
    uptimeMs: UPTIME_MS,
    storage: {
      ...{ dataFolder: '/var/lib/carputer', freeBytes: 11_800_000_000, sizeBytes: 14_600_000_000 },
      ...{ libraryBytes: 4_100_000, stateBytes: 310_000 },
    },
  };
}

/** Without what was measured since the service has started. */
function steadyHistory({ samples }: { samples: readonly SignalSample[] }): { samples: readonly SignalSample[] } {
  const [sample] = samples;
  const times = Array.from({ length: ROUTER_UPTIME_MS / SAMPLE_MS }, (_none, index) => index * SAMPLE_MS);
  if (!sample) return { samples };
  const atStartMs = UPTIME_MS - ROUTER_UPTIME_MS;
  return { samples: times.map((timeMs) => ({ ...sample, ...demoSignal(timeMs), atUptimeMs: atStartMs + timeMs })) };
}
