import { join } from 'node:path';

import { z } from 'zod';

import { createEngine } from '#app/create-engine';
import type { Screens } from '#app/create-screens';
import type { Config } from '#config/load-config';
import type { DrivingService } from '#car/driving/driving-service';
import type { SettingsService } from '#config/settings-service';
import type { Volume } from '#contract/entities/volume';
import type { Clock } from '#kernel/clock';
import type { EventBus } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { DiskFileProbe } from '#player/adapters/disk-file-probe';
import { DuckNotes } from '#player/adapters/duck-notes';
import { DiskSubtitleFiles } from '#player/adapters/disk-subtitle-files';
import type { Snapcast } from '#player/adapters/snapcast/snapcast';
import type { KidMode } from '#player/kids/kid-mode';
import type { PlayableCatalog } from '#player/ports';
import type { RemoteZones } from '#player/remote/remote-zones';
import type { RandomSource } from '#player/queue/random';
import type { TestMedia } from '#player/zones/zone-player-deps';
import { ZoneService } from '#player/zones/zone-service';
import { filmChoice } from '#storage/state/film-choice';
import { KeptSleeps } from '#storage/state/kept-sleeps';
import { NotesOf } from '#storage/state/notes-of';
import type { State } from '#storage/state/open-state';

interface VolumeList {
  listVolumes(): readonly Volume[];
}

export interface CreateZonesDeps {
  readonly config: Config;
  readonly settings: SettingsService;
  readonly catalog: PlayableCatalog;
  readonly volumes: VolumeList;
  readonly driving: DrivingService;
  readonly screens: Screens;
  readonly kids: KidMode;
  readonly state: State;
  readonly events: EventBus;
  readonly notices: NoticeBoard;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: RandomSource;
  readonly testMedia: TestMedia;
  readonly remotes: RemoteZones;
  readonly snapcast: Snapcast | undefined;
}

/** The places in the car that play, each with an mpv of its own. */
export function createZones({
  config,
  settings,
  driving,
  screens,
  kids,
  state,
  volumes,
  remotes,
  snapcast,
  ...shared
}: CreateZonesDeps): ZoneService {
  return new ZoneService({
    ...shared,
    zones: settings.current.zones,
    resumeOnStart: settings.current.resumeOnStart,
    startVolumePercent: settings.current.startVolumePercent,
    state: state.zones,
    sticks: () => volumes.listVolumes().filter(({ isOnline, isDemo }) => isOnline && !isDemo),
    loudness: () => settings.current.loudness,
    crossfadeSeconds: () => settings.current.crossfadeSeconds,
    whenStickRemoved: () => settings.current.whenStickRemoved,
    isFilmAllowed: () => driving.current.isFilmAllowed,
    coversTouchscreen: (picture) => screens.coversTouchscreen(picture),
    kidFolders: (zoneId) => kids.foldersOf(zoneId),
    favourites: state.favourites,
    plays: state.plays,
    probe: new DiskFileProbe(),
    sleeps: new KeptSleeps(state.notes),
    bookSpeeds: new NotesOf(state.notes, 'book speed', z.number().min(0.5).max(2)),
    ducks: new DuckNotes(join(config.runtime, 'ducked')),
    filmChoices: new NotesOf(state.notes, 'film choice', filmChoice),
    subtitlesOf: (zone) => new DiskSubtitleFiles(join(config.runtime, `subtitles-${zone.id}`)),
    createEngine: (zone) =>
      createEngine(zone, { config, snapcast, access: remotes.accessOf(zone.id), logger: shared.logger }),
  });
}
