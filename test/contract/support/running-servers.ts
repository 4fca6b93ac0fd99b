import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import type { DeviceId, ZoneId } from '#contract/entities/ids';
import type { Snapshot } from '#contract/events';
import { systemClock, type Clock } from '#kernel/clock';
import { EventBus } from '#kernel/event-bus';
import { silentLogger, type Logger } from '#kernel/logger';
import { NoticeBoard } from '#kernel/notice-board';
import { KioskToken } from '#server/access/kiosk-token';
import { HttpServers, type FeatureHandlers, type HttpServersOptions } from '#server/http-servers';
import type { ArtworkFiles, DeviceStore, StoredDevice } from '#server/ports';
import { fakeFeatures } from '#test/contract/support/fake-features';
import { about, emptySnapshot } from '#test/contract/support/samples';

export interface ServerSetup {
  readonly hidesFilm?: () => boolean;
  readonly kidZones?: () => readonly ZoneId[];
  readonly isShownIn?: ArtworkFiles['isShownIn'];
  readonly features?: Partial<FeatureHandlers>;
  /** In place of the fakes altogether. */
  readonly handlers?: FeatureHandlers;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly snapshot?: () => Snapshot;
  readonly options?: Partial<HttpServersOptions>;
  readonly arePagesBuilt?: boolean;
  /** For suites that start it once in `beforeAll`. */
  readonly isKept?: boolean;
}

export interface RunningServers {
  readonly servers: HttpServers;
  readonly events: EventBus;
  readonly notices: NoticeBoard;
  readonly kioskToken: KioskToken;
  readonly devices: MemoryDevices;
  readonly kioskUrl: string;
  readonly phonesUrl: string;
  readonly artworkFile: string;
  readonly folder: string;
  stop(): Promise<void>;
}

/** Paired phones in memory. */
export class MemoryDevices implements DeviceStore {
  readonly #devices = new Map<DeviceId, StoredDevice>();

  list(): readonly StoredDevice[] {
    return [...this.#devices.values()];
  }

  put(device: StoredDevice): void {
    this.#devices.set(device.id, device);
  }

  remove(id: DeviceId): void {
    this.#devices.delete(id);
  }
}

/** A second passes between any two looks at it, so that no rate limit is ever reached. */
export function leapingClock(): Clock {
  let nowMs = 0;
  return { uptimeMs: () => (nowMs += 1_000) };
}

/** The real server on two free ports of this machine, with features that answer samples. */
export async function runServers(setup: ServerSetup = {}): Promise<RunningServers> {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-server-'));
  const pagesDir = join(folder, 'pages');
  if (setup.arePagesBuilt ?? true) await buildPages(pagesDir);
  const artworkFile = join(folder, 'artwork.webp');
  await writeFile(artworkFile, 'a small picture');

  const clock = setup.clock ?? systemClock;
  const events = new EventBus((error) => {
    throw error;
  });
  const notices = new NoticeBoard({ events, clock });
  const kioskToken = new KioskToken({ dataFolder: folder });
  const devices = new MemoryDevices();
  const artwork: ArtworkFiles = {
    isShownIn: setup.isShownIn ?? (() => true),
    filmPicture: (id) => (id === 'film-picture' ? 'frame' : undefined),
    find: (id) =>
      Promise.resolve(
        id === 'artwork-1' || id === 'film-picture' ? { path: artworkFile, contentType: 'image/webp' } : undefined,
      ),
  };
  const servers = new HttpServers(
    {
      handlers: setup.handlers ?? fakeFeatures(setup.features),
      artwork,
      about: { read: () => Promise.resolve(about) },
      log: { text: () => '{"msg":"it was quiet"}\n' },
      hidesFilm: setup.hidesFilm ?? (() => false),
      kidZones: setup.kidZones ?? (() => []),
      devices,
      kioskToken,
      notices,
      events,
      snapshot: setup.snapshot ?? (() => emptySnapshot),
      clock,
      logger: setup.logger ?? silentLogger,
    },
    { version: '0.0.0', pagesDir, port: 0, remoteHost: '127.0.0.1', remotePort: 0, ...setup.options },
  );
  const stop = async (): Promise<void> => {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  };
  if (setup.isKept !== true) onTestFinished(stop);
  await servers.start();

  return {
    servers,
    events,
    notices,
    kioskToken,
    devices,
    kioskUrl: `http://127.0.0.1:${String(servers.port)}`,
    phonesUrl: `http://127.0.0.1:${String(servers.remotePort)}`,
    artworkFile,
    folder,
    stop,
  };
}

async function buildPages(pagesDir: string): Promise<void> {
  await mkdir(join(pagesDir, 'assets'), { recursive: true });
  await writeFile(join(pagesDir, 'kiosk.html'), '<!doctype html><title>kiosk</title>');
  await writeFile(join(pagesDir, 'remote.html'), '<!doctype html><title>remote</title>');
  await writeFile(join(pagesDir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(pagesDir, 'assets', 'kiosk-4f2a.js'), 'export {};');
}
