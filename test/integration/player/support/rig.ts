import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { placesFrom } from '#app/places';
import { zoneId } from '#contract/entities/ids';
import type { LoudnessSetting } from '#contract/entities/loudness';
import { DEFAULT_SETTINGS } from '#contract/entities/settings';
import { zoneSetting, type ZoneSetting } from '#contract/entities/zone-setting';
import type { Zone } from '#contract/entities/zone';
import { systemClock } from '#kernel/clock';
import { EventBus } from '#kernel/event-bus';
import { silentLogger } from '#kernel/logger';
import { NoticeBoard } from '#kernel/notice-board';
import { DiskFileProbe } from '#player/adapters/disk-file-probe';
import { DiskSubtitleFiles } from '#player/adapters/disk-subtitle-files';
import { MpvEngine } from '#player/adapters/mpv/mpv-engine';
import type { MpvHost } from '#player/adapters/mpv/mpv-host';
import type { PlayerEngine } from '#player/engine-port';
import type { FilmChoiceStore } from '#player/ports';
import { seededRandom } from '#player/queue/random';
import { isOverTouchscreen } from '#player/zones/film-rules';
import { zoneHandlers } from '#player/zones/zone-handlers';
import { ZoneService } from '#player/zones/zone-service';
import { MemoryCatalog, type CatalogItem } from '#test/unit/player/support/memory-catalog';
import { memoryChoices } from '#test/unit/player/support/memory-choices';
import { MemoryPlays } from '#test/unit/player/support/memory-plays';
import { memorySpeeds } from '#test/unit/player/support/memory-speeds';
import { memorySleeps } from '#test/unit/player/support/zone-rig';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';

export const FRONT = zoneId.parse('front');
export const REAR = zoneId.parse('rear');

export const FRONT_ZONE = zoneSetting.parse({ id: FRONT, name: 'Front', hasVideo: false, audioDevice: null });

export const ZONES: readonly ZoneSetting[] = [
  FRONT_ZONE,
  zoneSetting.parse({ id: REAR, name: 'Rear', hasVideo: true, audioDevice: null }),
];

export interface RigOptions {
  readonly items: readonly CatalogItem[];
  /** `null` unless told; `pcm` records. */
  readonly output?: string;
  readonly zones?: readonly ZoneSetting[];
  readonly state?: MemoryZoneState;
  readonly videoOutput?: string;
  readonly filmChoices?: FilmChoiceStore;
  readonly loudness?: Partial<LoudnessSetting>;
  readonly crossfadeSeconds?: number;
  readonly isFilmAllowed?: boolean;
  /** Two unless told. */
  readonly screens?: number;
  readonly binary?: string;
  readonly runtimeDir?: string;
  readonly grownKb?: number;
  readonly sizeEveryMs?: number;
  /** Another machine that plays a zone. */
  readonly hostOf?: (zone: ZoneSetting) => MpvHost | undefined;
  /** Another player than mpv. */
  readonly engineOf?: (zone: ZoneSetting) => PlayerEngine | undefined;
}

/** Zones with real players and everything else in memory. */
export async function startRig(options: RigOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-player-'));
  const runtimeDir = options.runtimeDir ?? join(folder, 'run');
  const wavDir = join(folder, 'wav');
  const catalog = new MemoryCatalog(options.items);
  const state = options.state ?? new MemoryZoneState();
  const plays = new MemoryPlays();
  const events = new EventBus((error) => {
    throw error;
  });
  const changes: Zone[] = [];
  events.subscribe((event) => {
    if (event.type === 'zone.changed') changes.push(event.zone);
  });
  const notices = new NoticeBoard({ events, clock: systemClock });
  const driving = { isFilmAllowed: options.isFilmAllowed ?? false, screens: options.screens ?? 2 };
  const loudness: LoudnessSetting = { ...DEFAULT_SETTINGS.loudness, ...options.loudness };
  const engines = new Map<string, MpvEngine>();
  const service = new ZoneService({
    ...{ catalog, state, plays, events, notices },
    zones: options.zones ?? ZONES.slice(0, 1),
    favourites: { has: () => false },
    whenStickRemoved: () => 'wait',
    isFilmAllowed: () => driving.isFilmAllowed,
    coversTouchscreen: (picture) => isOverTouchscreen(picture, driving.screens),
    kidFolders: () => undefined,
    sleeps: memorySleeps(),
    bookSpeeds: memorySpeeds(),
    filmChoices: options.filmChoices ?? memoryChoices(),
    subtitlesOf: (zone) => new DiskSubtitleFiles(join(runtimeDir, `subtitles-${zone.id}`)),
    sticks: () => [],
    probe: new DiskFileProbe(),
    clock: systemClock,
    logger: silentLogger,
    random: seededRandom(1),
    loudness: () => loudness,
    crossfadeSeconds: () => options.crossfadeSeconds ?? 0,
    testMedia: placesFrom(new URL('../../../../src/headless/service.ts', import.meta.url).href).testMedia,
    createEngine: (zone) => {
      const other = options.engineOf?.(zone);
      if (other) return other;
      const host = options.hostOf?.(zone);
      const engine = new MpvEngine({
        ...(host && { host }),
        zoneId: zone.id,
        hasVideo: zone.hasVideo,
        audioDevice: zone.audioDevice ?? undefined,
        picture: zone.picture,
        speakers: zone.tone.speakers,
        audioOutput: options.output === 'pcm' ? `pcm:${wavDir}` : (options.output ?? 'null'),
        videoOutput: options.videoOutput ?? 'null',
        binary: options.binary ?? 'mpv',
        runtimeDir,
        logger: silentLogger,
        ...(options.grownKb === undefined ? {} : { grownKb: options.grownKb }),
        ...(options.sizeEveryMs === undefined ? {} : { sizeEveryMs: options.sizeEveryMs }),
      });
      engines.set(zone.id, engine);
      return engine;
    },
  });
  await service.start();

  return {
    ...{ folder, runtimeDir, catalog, state, plays, notices, service, changes, driving },
    handlers: zoneHandlers({ zones: service, catalog, random: seededRandom(2), plays }),
    zone: (id = FRONT) => service.player(id).view(),
    /** The position as a client would reckon it now. */
    positionMs: (id = FRONT) => {
      const { positionMs, atUptimeMs, speed, status } = service.player(id).view();
      return status === 'playing' ? positionMs + (systemClock.uptimeMs() - atUptimeMs) * speed : positionMs;
    },
    isReady: (id = FRONT) => service.player(id).playback.deck.isReady,
    pid: (id = FRONT) => engines.get(id)?.pid,
    /** The WAV files of a zone, in the order in which they were written. */
    wavs: async (id = FRONT) =>
      (await readdir(wavDir))
        .filter((name) => name.startsWith(`${id}-`))
        .toSorted((one, other) => numberIn(one) - numberIn(other))
        .map((name) => join(wavDir, name)),
    async close() {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Rig = Awaited<ReturnType<typeof startRig>>;

function numberIn(name: string): number {
  return Number(/-(\d+)\.wav$/u.exec(name)?.[1]);
}

/** Looks again and again until it is so; fails with what it saw last. */
export async function until<Value>(
  look: () => Value,
  isSo: (value: Value) => boolean,
  limitMs = 20_000,
): Promise<Value> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = look();
    if (isSo(value)) return value;
    if (performance.now() > deadline) throw new Error(`It did not become so; at last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
