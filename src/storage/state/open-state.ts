import { openDatabase, type OpenOutcome } from '#storage/sqlite/open-database';
import { DeviceRepository } from '#storage/state/device-repository';
import { FavouriteRepository } from '#storage/state/favourite-repository';
import { NoteRepository } from '#storage/state/note-repository';
import { OwnPlaylistRepository } from '#storage/state/own-playlist-repository';
import { PlayRepository } from '#storage/state/play-repository';
import { SettingsRepository } from '#storage/state/settings-repository';
import { SpokenFolders } from '#storage/state/spoken-folders';
import { STATE_FILE } from '#storage/state/state-file';
import { loadState } from '#storage/state/state-loader';
import { StateThread } from '#storage/state/state-thread';
import { WriteMonitor, type WriteMonitorDeps } from '#storage/state/write-monitor';
import { WriteQueue } from '#storage/state/write-queue';
import { ZoneStateRepository } from '#storage/state/zone-state-repository';

export interface OpenStateOptions extends WriteMonitorDeps {
  readonly folder: string;
  /** In memory, for a card that is full or read-only. */
  readonly spareFolder?: string | undefined;
  readonly workerUrl: URL;
}

/** What must survive, read at once and kept in memory; a thread of its own brings what changes to the card. */
export interface State {
  readonly outcome: OpenOutcome;
  readonly settings: SettingsRepository;
  readonly zones: ZoneStateRepository;
  readonly favourites: FavouriteRepository;
  readonly ownPlaylists: OwnPlaylistRepository;
  readonly devices: DeviceRepository;
  readonly plays: PlayRepository;
  readonly notes: NoteRepository;
  readonly spokenFolders: SpokenFolders;
  /** Starts the thread; what is written before waits for it. */
  start(): void;
  /** Resolves when all that was handed over is on the card, or has failed. */
  flush(): Promise<void>;
  /** The same, then ends the thread; within 1 s. */
  close(): Promise<void>;
}

const FLUSH_LIMIT_MS = 600;
const STOP_LIMIT_MS = 350;

export function openState({ folder: home, spareFolder, workerUrl, ...watchers }: OpenStateOptions): State {
  const { db, folder, outcome } = openDatabase({ ...STATE_FILE, folder: home, spareFolder, isChecked: true });
  const content = loadState(db);
  const thread = new StateThread({
    workerUrl,
    workerData: { folder, homeFolder: folder === home ? undefined : home },
    logger: watchers.logger,
    // Not before the thread has it open: the last to close a database writes its log back and waits for the card.
    onReady: () => db.close(),
    onHome: () => watchers.onRecovery(),
  });
  const writes = new WriteQueue(thread, new WriteMonitor(watchers));
  const notes = new NoteRepository(content.notes, writes);
  return {
    outcome,
    settings: new SettingsRepository(content.settings, writes),
    zones: new ZoneStateRepository(content.zones, writes),
    favourites: new FavouriteRepository(content.favourites, writes),
    ownPlaylists: new OwnPlaylistRepository(content.ownPlaylists, writes),
    devices: new DeviceRepository(content.devices, writes),
    plays: new PlayRepository(content, writes),
    notes,
    spokenFolders: new SpokenFolders(notes),
    start: () => {
      thread.start();
      writes.begin();
    },
    flush: () => writes.flush(),
    close: async () => {
      await Promise.race([writes.flush(), new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS))]);
      writes.stop();
      await thread.stop(STOP_LIMIT_MS);
      db.close();
    },
  };
}
