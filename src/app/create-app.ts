import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { appParts } from '#app/app-parts';
import { MPV } from '#app/create-engine';
import { createIgnition } from '#app/create-ignition';
import { createLibrary } from '#app/create-library';
import { createLight } from '#app/create-light';
import type { ServiceLog } from '#app/create-logger';
import { createNetwork } from '#app/create-network';
import { createPrompts } from '#app/create-prompts';
import { createScreens } from '#app/create-screens';
import { createSnapcast } from '#app/create-snapcast';
import { createZones } from '#app/create-zones';
import { InstanceLock } from '#app/instance-lock';
import { LibraryKeeper } from '#app/library-keeper';
import { MachineFacts } from '#app/machine-facts';
import { phoneAddresses } from '#app/phone-addresses';
import type { Places } from '#app/places';
import { DISK_FULL_WORDS, reportOutcome } from '#app/report-outcome';
import { DrivingService } from '#car/driving/driving-service';
import { alsaCards } from '#config/alsa-cards';
import { ConfigError } from '#config/config-error';
import type { Config } from '#config/load-config';
import { SettingsService } from '#config/settings-service';
import { isMeasuringWanted } from '#contract/entities/loudness';
import type { Snapshot } from '#contract/events';
import { systemClock } from '#kernel/clock';
import { followMarks } from '#library/spoken/follow-marks';
import { EventBus } from '#kernel/event-bus';
import { Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import { NoticeBoard } from '#kernel/notice-board';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { mpvAudioDevices } from '#player/adapters/mpv/mpv-audio-devices';
import { kidHandlers } from '#player/kids/kid-handlers';
import { KidMode } from '#player/kids/kid-mode';
import { SNAPCAST_OUTPUT } from '#player/adapters/snapcast/snapcast';
import { RemoteZones } from '#player/remote/remote-zones';
import { SpeedVolume } from '#player/loudness/speed-volume';
import { outputHandlers } from '#player/zones/output-handlers';
import { zoneHandlers } from '#player/zones/zone-handlers';
import { KioskToken } from '#server/access/kiosk-token';
import { HttpServers } from '#server/http-servers';
import { openLibraryForReading } from '#storage/library/open-library';
import { DataFolderUnusable } from '#storage/sqlite/storage-errors';
import { NotesOf } from '#storage/state/notes-of';
import { kidLimits } from '#storage/state/kid-limits';
import { openState } from '#storage/state/open-state';

/** The whole service: every part made and wired here, and nowhere else. Throws ConfigError. */
export function createApp(config: Config, places: Places, { logger, memory }: ServiceLog): Lifecycle {
  const lock = new InstanceLock(config.data, config.runtime);
  lock.start();
  const clock = systemClock;
  const events = new EventBus((error) => logger.error({ err: error }, 'a listener failed'));
  const notices = new NoticeBoard({ events, clock });
  const onDamage = (error: Error) => void keeper.damaged(error);
  const { state, reader } = openStorage({ config, places, logger, notices, onDamage });
  reportOutcome('state', state.outcome, { notices, logger });
  reportOutcome('index', reader.outcome, { notices, logger });

  const settings = new SettingsService({
    store: state.settings,
    pinned: config.pinnedSettings,
    phoneAddresses: () => phoneAddresses(config),
    alsaCards,
    events,
  });
  settings.start();
  const resumed = Promise.withResolvers<undefined>();
  const library = createLibrary({
    ...{ config, places, reader, events, notices, logger, mayScan: resumed.promise },
    isMeasuring: () => isMeasuringWanted(settings.current.loudness),
    favourites: state.favourites,
    ownPlaylists: state.ownPlaylists,
    spokenFolders: state.spokenFolders,
    plays: state.plays,
    kidFolders: (zoneId) => kids.foldersOf(zoneId),
    keepsakes: {
      follow: async (moves) => {
        zones.follow(moves);
        followMarks(moves, {
          marks: state.spokenFolders,
          foldersAbove: (id) => catalog.foldersAbove(id),
          songsBelow: (id) => catalog.songsBelow(id),
        });
        await state.favourites.follow(moves);
        await state.ownPlaylists.follow(moves);
        await state.plays.follow(moves);
        events.publish({ type: 'favourites.changed' });
        events.publish({ type: 'playlists.changed' });
        events.publish({ type: 'plays.changed' });
      },
    },
  });
  const keeper = new LibraryKeeper({
    checkWorkerUrl: pathToFileURL(places.entry('app', 'check-worker')),
    ...{ reader, runner: library.runner, volumes: library.volumes, logger, mayBegin: resumed.promise },
    onReplaced: (outcome) => reportOutcome('index', outcome, { notices, logger }),
  });
  const catalog = reader.playables;
  const random = Math.random;
  const { volumes } = library;
  const driving = new DrivingService({ sources: config.driving.sources, events, clock, logger });
  const light = createLight({ settings: config.light, events, logger });
  const kids = new KidMode({
    store: new NotesOf(state.notes, 'kids', kidLimits),
    clock,
    onChanged: () => {
      zones.admissionChanged();
      for (const { id } of volumes.listVolumes()) events.publish({ type: 'library.changed', volumeId: id });
    },
  });
  const remotes = new RemoteZones({
    zones: () => settings.current.zones,
    keysOf: (id) => new RouterKeyFiles({ folder: join(config.data, 'zones', `${id}.ssh`), logger }),
  });
  const snapcast = createSnapcast({ config, notices, logger });
  const screens = createScreens(config, () => zones.admissionChanged());
  const zones = createZones({
    config,
    settings,
    driving,
    screens,
    kids,
    catalog,
    volumes,
    state,
    events,
    notices,
    clock,
    logger,
    random,
    testMedia: places.testMedia,
    remotes,
    snapcast,
  });
  const prompts = createPrompts({ config, settings, zones, snapcast, events, notices, clock, logger });
  const ignition = createIgnition({
    settings: config.ignition,
    sound: {
      pauseAll: () => zones.suspend(),
      playOn: () => zones.playOn(),
      flush: () => {
        zones.flush();
        return state.flush();
      },
    },
    others: [],
    ...{ notices, clock, logger },
  });
  const network = createNetwork({
    ...{ settings: config.router, isDemoWanted: config.isDemoWanted, dataFolder: config.data, notes: state.notes },
    ...{ events, notices, clock, logger, random, mayBegin: resumed.promise },
    files: {
      runtimeFolder: config.runtime,
      isWanted: () => settings.current.routerFiles,
      onWish: (listener) => settings.onChange(listener),
      onChange: (folder) => library.setRouterFolder(folder),
    },
  });
  const version = readVersion(places);

  const servers = new HttpServers(
    {
      handlers: {
        ...library.handlers,
        ...zoneHandlers({ zones, catalog, random, plays: state.plays }),
        ...kidHandlers({ zones, kids }),
        getRemote: remotes.getRemote,
        trustRemote: remotes.trustRemote,
        forgetRemote: remotes.forgetRemote,
        ...outputHandlers({
          list: async () => [...(await mpvAudioDevices(MPV)), ...(snapcast ? [SNAPCAST_OUTPUT] : [])],
          zones: () => settings.current.zones,
          alsaCards,
        }),
        ...network.handlers,
        listPrompts: prompts.service.listPrompts,
        addPrompt: prompts.service.addPrompt,
        silencePrompt: prompts.service.silencePrompt,
        getSettings: settings.getSettings,
        changeSettings: settings.changeSettings,
        getDriving: driving.getDriving,
        reportDriving: driving.reportDriving,
        getLight: light.getLight,
        reportHeadlights: light.reportHeadlights,
      },
      artwork: library.artwork,
      about: new MachineFacts({
        ...{ version, clock, dataFolder: config.data, searchPath: config.searchPath },
        volumes: () => volumes.listVolumes(),
      }),
      log: memory,
      // A frame is held as the film itself, also where nothing tells whether the car moves.
      hidesFilm: (picture) => (picture === 'frame' ? !driving.current.isFilmAllowed : driving.current.isRestricted),
      kidZones: () => settings.current.zones.flatMap(({ id }) => (kids.foldersOf(id) === undefined ? [] : id)),
      devices: state.devices,
      kioskToken: new KioskToken({ dataFolder: config.data }),
      snapshot: (): Snapshot => ({
        version,
        zones: zones.list(),
        volumes: library.volumes.listVolumes(),
        settings: settings.view(),
        driving: driving.current,
        prompts: prompts.service.list(),
        light: light.current,
        router: network.router.view,
        notices: notices.list(),
      }),
      ...{ notices, events, clock, logger },
    },
    { version, pagesDir: places.pages, ...config },
  );

  const close = async () => {
    reader.close();
    await state.close();
    lock.stop();
  };
  const storage = { name: 'storage', start: () => undefined, stop: close };
  const onResumed = () => {
    state.start();
    resumed.resolve(undefined);
  };
  const parts = appParts({
    library,
    zones,
    ignition,
    driving,
    light,
    servers,
    settings,
    events,
    logger,
    storage,
    onResumed,
  });
  const speedVolume = new SpeedVolume({
    zones: () => settings.current.zones,
    speedKmh: () => driving.speedKmh,
    lift: (id, db) => zones.lift(id, db),
    clock,
  });
  const others = [speedVolume, prompts.part, keeper, network.part];
  return new Lifecycle([...(snapcast ? [snapcast] : []), ...screens.parts, ...parts, ...others], logger);
}

interface OpenStorageDeps {
  readonly config: Config;
  readonly places: Places;
  readonly logger: Logger;
  readonly notices: NoticeBoard;
  readonly onDamage: (error: Error) => void;
}

function openStorage({ config, places, logger, notices, onDamage }: OpenStorageDeps) {
  const spareFolder = config.runtime;
  try {
    const state = openState({
      folder: config.data,
      spareFolder,
      workerUrl: pathToFileURL(places.entry('app', 'state-worker')),
      logger,
      onFailure: () => notices.post({ code: 'disk_full', level: 'error', message: DISK_FULL_WORDS }),
      onRecovery: () => notices.clear('disk_full'),
    });
    return { state, reader: openLibraryForReading(config.data, state, { spareFolder, onDamage }) };
  } catch (error) {
    if (!(error instanceof DataFolderUnusable)) throw error;
    throw new ConfigError(`data folder ${config.data}: ${error.message}`, { cause: error });
  }
}

function readVersion(places: Places): string {
  const manifest: unknown = JSON.parse(readFileSync(join(places.root, 'package.json'), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}
