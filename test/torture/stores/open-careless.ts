import { openDatabase } from '#storage/sqlite/open-database';
import { FavouriteRepository } from '#storage/state/favourite-repository';
import { NoteRepository } from '#storage/state/note-repository';
import type { State } from '#storage/state/open-state';
import { OwnPlaylistRepository } from '#storage/state/own-playlist-repository';
import { PlayRepository } from '#storage/state/play-repository';
import { SettingsRepository } from '#storage/state/settings-repository';
import { SpokenFolders } from '#storage/state/spoken-folders';
import { STATE_FILE } from '#storage/state/state-file';
import { loadState } from '#storage/state/state-loader';
import { StateWriter } from '#storage/state/state-writer';
import { WriteMonitor, type WriteMonitorDeps } from '#storage/state/write-monitor';
import { WriteQueue } from '#storage/state/write-queue';
import { ZoneStateRepository } from '#storage/state/zone-state-repository';

/** The same repositories over a connection that never waits for the disk: what a power cut must break. */
export function openCareless(folder: string, deps: WriteMonitorDeps): Pick<State, StatePart> {
  const { db } = openDatabase({ ...STATE_FILE, folder, isChecked: false });
  const content = loadState(db);
  const writer = new StateWriter({ db, onLowered: () => undefined });
  const commit = (batch: Parameters<StateWriter['commit']>[0]) => {
    writer.commit(batch);
    // The writer raises it after its first commit.
    db.pragma('synchronous = OFF');
    return Promise.resolve();
  };
  const writes = new WriteQueue({ commit }, new WriteMonitor(deps));
  return {
    settings: new SettingsRepository(content.settings, writes),
    zones: new ZoneStateRepository(content.zones, writes),
    favourites: new FavouriteRepository(content.favourites, writes),
    ownPlaylists: new OwnPlaylistRepository(content.ownPlaylists, writes),
    plays: new PlayRepository(content, writes),
    spokenFolders: new SpokenFolders(new NoteRepository(content.notes, writes)),
    start: () => undefined,
    flush: () => writes.flush(),
    close: async () => {
      await writes.flush();
      writes.stop();
      db.close();
    },
  };
}

type StatePart =
  'settings' | 'zones' | 'favourites' | 'ownPlaylists' | 'plays' | 'spokenFolders' | 'start' | 'flush' | 'close';
