import { vi } from 'vitest';

import { zoneId, type FolderId, type ZoneId } from '#contract/entities/ids';
import type { LoudnessSetting } from '#contract/entities/loudness';
import { DEFAULT_SETTINGS, type Settings } from '#contract/entities/settings';
import { zoneSetting, type ZoneSetting } from '#contract/entities/zone-setting';
import type { Zone } from '#contract/entities/zone';
import { EventBus } from '#kernel/event-bus';
import { silentLogger } from '#kernel/logger';
import { NoticeBoard } from '#kernel/notice-board';
import type { FileAnswer } from '#player/engine-port';
import type { BookSpeeds, DuckMemory, KeptSleep, SleepMemory } from '#player/ports';
import { seededRandom } from '#player/queue/random';
import { isOverTouchscreen } from '#player/zones/film-rules';
import { zoneHandlers } from '#player/zones/zone-handlers';
import { ZoneService } from '#player/zones/zone-service';
import { FakeEngine } from '#test/unit/player/support/fake-engine';
import { MemoryCatalog, song, type CatalogItem } from '#test/unit/player/support/memory-catalog';
import { memoryChoices } from '#test/unit/player/support/memory-choices';
import { MemoryPlays } from '#test/unit/player/support/memory-plays';
import { memorySpeeds } from '#test/unit/player/support/memory-speeds';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';

export const FRONT = zoneId.parse('front');
export const REAR = zoneId.parse('rear');
export const FRONT_SETTING = zoneSetting.parse({ id: FRONT, name: 'Front', hasVideo: false, audioDevice: null });
export const REAR_SETTING = zoneSetting.parse({ id: REAR, name: 'Rear', hasVideo: true, audioDevice: null });

export interface ZoneRigOptions {
  readonly items?: readonly CatalogItem[];
  readonly zones?: readonly ZoneSetting[];
  readonly state?: MemoryZoneState;
  readonly plays?: MemoryPlays;
  readonly whenStickRemoved?: Settings['whenStickRemoved'];
  readonly resumeOnStart?: boolean;
  readonly startVolumePercent?: number;
  readonly isFilmAllowed?: boolean;
  /** Two unless told. */
  readonly screens?: number;
  readonly isUp?: boolean;
  /** No player ever says whether one was found running. */
  readonly isSearching?: boolean;
  readonly loudness?: Partial<LoudnessSetting>;
  readonly crossfadeSeconds?: number;
  readonly offline?: readonly CatalogItem['volumeId'][];
  readonly ducks?: DuckMemory;
  readonly sleeps?: SleepMemory;
  readonly bookSpeeds?: BookSpeeds;
}

/** What of an earlier service is left. */
export class MemoryDucks implements DuckMemory {
  readonly #kept = new Map<ZoneId, number>();

  keep(zoneId: ZoneId, volumePercent: number): void {
    this.#kept.set(zoneId, volumePercent);
  }

  take(zoneId: ZoneId): number | undefined {
    const kept = this.#kept.get(zoneId);
    this.#kept.delete(zoneId);
    return kept;
  }
}

/** As state.db would keep them, with no time between. */
export function memorySleeps(): SleepMemory {
  const kept = new Map<ZoneId, KeptSleep>();
  return {
    get: (zoneId) => kept.get(zoneId),
    keep: (zoneId, sleep) => void kept.set(zoneId, sleep),
    drop: (zoneId) => void kept.delete(zoneId),
  };
}

export const SONGS = ['a', 'b', 'c', 'd', 'e'].map((name) => song(name));

/** Zones with players that do as they are told, under fake timers. */
export async function startZones(options: ZoneRigOptions = {}) {
  vi.useFakeTimers();
  const startedMs = Date.now();
  const clock = { uptimeMs: () => Date.now() - startedMs };
  const catalog = new MemoryCatalog(options.items ?? SONGS);
  for (const volume of options.offline ?? []) catalog.offline.add(volume);
  const state = options.state ?? new MemoryZoneState();
  const plays = options.plays ?? new MemoryPlays();
  const events = new EventBus((error) => {
    throw error;
  });
  const published: Zone[] = [];
  const told: string[] = [];
  events.subscribe((event) => {
    told.push(event.type);
    if (event.type === 'zone.changed') published.push(event.zone);
  });
  const notices = new NoticeBoard({ events, clock });
  const kids = new Map<ZoneId, FolderId[]>();
  /** Of each zone, the last is the one that plays. */
  const made = new Map<string, FakeEngine[]>();
  const engines = (id: string): readonly FakeEngine[] => made.get(id) ?? [];
  const loudness: LoudnessSetting = { ...DEFAULT_SETTINGS.loudness, ...options.loudness };
  const choice: Pick<Settings, 'whenStickRemoved' | 'crossfadeSeconds'> & { isFilmAllowed: boolean; screens: number } =
    {
      screens: options.screens ?? 2,
      crossfadeSeconds: options.crossfadeSeconds ?? 0,
      isFilmAllowed: options.isFilmAllowed ?? false,
      whenStickRemoved: options.whenStickRemoved ?? 'wait',
    };
  /** Flaky: every second question fails. */
  const disk: { answer: FileAnswer; isFlaky: boolean; asked: number } = { answer: 'answers', isFlaky: false, asked: 0 };
  const service = new ZoneService({
    ...{ catalog, state, plays, events, notices, clock },
    zones: options.zones ?? [FRONT_SETTING],
    favourites: { has: () => false },
    whenStickRemoved: () => choice.whenStickRemoved,
    isFilmAllowed: () => choice.isFilmAllowed,
    coversTouchscreen: (picture) => isOverTouchscreen(picture, choice.screens),
    kidFolders: (zoneId) => kids.get(zoneId),
    filmChoices: memoryChoices(),
    subtitlesOf: () => ({ beside: () => Promise.resolve([]) }),
    sticks: () => catalog.sticksIn(),
    probe: {
      probe: () => Promise.resolve(disk.answer),
      isGone: () => {
        disk.asked += 1;
        return Promise.resolve(disk.answer === 'gone' || (disk.isFlaky && disk.asked % 2 === 1));
      },
    },
    ducks: options.ducks ?? new MemoryDucks(),
    sleeps: options.sleeps ?? memorySleeps(),
    bookSpeeds: options.bookSpeeds ?? memorySpeeds(),
    logger: silentLogger,
    random: seededRandom(7),
    resumeOnStart: options.resumeOnStart ?? true,
    startVolumePercent: options.startVolumePercent ?? 100,
    loudness: () => loudness,
    crossfadeSeconds: () => choice.crossfadeSeconds,
    testMedia: { tone: '/ours/tone.flac', picture: '/ours/picture.mkv' },
    createEngine: (zone) => {
      const engine = new FakeEngine();
      engine.isSearching = options.isSearching ?? false;
      made.set(zone.id, [...engines(zone.id), engine]);
      return engine;
    },
  });
  const started = service.start();
  const engine = (id: string = FRONT): FakeEngine => {
    const found = engines(id).at(-1);
    if (!found) throw new Error(`no engine ${id}`);
    return found;
  };
  if (options.isUp ?? true) for (const one of [...made.values()].flat()) one.come();
  const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
  await pass(options.isSearching === true ? 1_000 : 0);
  await started;
  return {
    ...{
      catalog,
      state,
      plays,
      notices,
      service,
      published,
      told,
      choice,
      loudness,
      kids,
      engine,
      engines,
      disk,
      pass,
    },
    handlers: zoneHandlers({ zones: service, catalog, random: seededRandom(8), plays }),
    zone: (id = FRONT) => service.player(id).view(),
    /** The names of the queue, in playing order. */
    names: (id = FRONT) =>
      service
        .player(id)
        .entries.queuePage({ limit: 200 })
        .items.map(({ item }) => item.id),
    noticeCodes: () => notices.list().map(({ code }) => code),
  };
}
