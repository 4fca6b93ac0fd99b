import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PatientScanRunner } from '#app/patient-scan-runner';
import type { Places } from '#app/places';
import type { Config } from '#config/load-config';
import { trackId, type FolderId, type ZoneId } from '#contract/entities/ids';
import type { PlaySource } from '#contract/requests';
import type { EventBus } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { ArtworkFileStore } from '#library/adapters/artwork-file-store';
import { LinuxMountTable } from '#library/adapters/linux-mount-table';
import { UdisksEjector } from '#library/adapters/udisks-ejector';
import { UdisksStickMounter } from '#library/adapters/udisks-stick-mounter';
import { WorkerScanRunner } from '#library/adapters/worker-scan-runner';
import { BrowseService } from '#library/browse/browse-service';
import { FilmLists } from '#library/browse/film-lists';
import { OwnPlaylistService } from '#library/playlists/own-playlist-service';
import type {
  FavouriteStore,
  MountedVolume,
  OwnPlaylistStore,
  PlayLookup,
  SongKeepsakes,
  SpokenMarks,
} from '#library/ports';
import { OtherVolumes } from '#library/volumes/other-volumes';
import { volumeIdOfFileSystem } from '#library/volumes/volume-id';
import { VolumeService } from '#library/volumes/volume-service';
import type { LibraryReader } from '#storage/library/open-library';

export interface CreateLibraryDeps {
  readonly config: Config;
  readonly places: Places;
  readonly reader: LibraryReader;
  readonly favourites: FavouriteStore;
  readonly ownPlaylists: OwnPlaylistStore;
  readonly spokenFolders: SpokenMarks;
  readonly plays: PlayLookup;
  readonly kidFolders: (zoneId: ZoneId) => readonly FolderId[] | undefined;
  readonly keepsakes: SongKeepsakes;
  readonly events: EventBus;
  readonly notices: NoticeBoard;
  readonly logger: Logger;
  /** Whether songs are measured whose tags do not tell how loud they are. */
  readonly isMeasuring: () => boolean;
  /** No scan begins before; always resolves. */
  readonly mayScan: Promise<unknown>;
}

/** Sticks, scans and lists. */
export function createLibrary(deps: CreateLibraryDeps) {
  const { config, places, reader, favourites, ownPlaylists, plays, kidFolders, keepsakes, events, notices, logger } =
    deps;
  const artworkFolder = join(config.data, 'artwork');
  const runner = new WorkerScanRunner({
    workerUrl: pathToFileURL(places.entry('app', 'scan-worker')),
    workerData: { dataFolder: reader.folder, artworkFolder, ffprobe: 'ffprobe', ffmpeg: 'ffmpeg' },
    logger,
  });
  const sticks = new LinuxMountTable({
    mountsFolders: config.mounts,
    mediaFolders: config.media,
    demoFolder: config.isDemoWanted ? places.demo : undefined,
    logger,
    // Threads take longer to start than a stick to be identified.
    onMount: () => void deps.mayScan.then(() => runner.prepare({ withReaders: true })),
  });
  const mountTable = new OtherVolumes(sticks);
  void deps.mayScan.then(() => runner.prepare({ withReaders: false }));
  const volumes = new VolumeService({
    mountTable,
    ejector: new UdisksEjector(),
    index: reader.volumes,
    keepsakes,
    runner: new PatientScanRunner(runner, deps.mayScan),
    afterScan: async ({ id: volumeId, mountPoint }, signal) => {
      if (deps.isMeasuring()) await runner.measureLoudness({ volumeId, mountPoint }, signal);
    },
    events,
    notices,
    logger,
  });
  const browse = new BrowseService({
    ...reader,
    favourites,
    plays,
    events,
    kidFolders,
    spokenFolders: deps.spokenFolders,
  });
  const films = new FilmLists({ ...reader, plays, kidFolders });
  const own = new OwnPlaylistService({
    store: ownPlaylists,
    playlists: reader.playlists,
    songsOf: (source) => songsOf(source, reader),
    makeId: randomUUID,
    kidFolders,
    events,
  });
  const { listVolumes, scanVolume, ejectVolume, listSkipped } = volumes;

  return {
    volumes,
    /** The folder that the router shares: it is the same volume for as long as the router has the same key. */
    setRouterFolder: (found: { readonly fingerprint: string; readonly folder: string } | undefined) => {
      mountTable.set(found === undefined ? [] : [routerVolume(found)]);
    },
    runner,
    mounter: new UdisksStickMounter({ logger }),
    artwork: new ArtworkFileStore(artworkFolder, {
      pictureOf: (id) => reader.videos.pictureOf(id),
      isShownIn: (zoneId, id) => {
        const within = kidFolders(zoneId);
        return within === undefined || reader.pictures.isWithin(id, within);
      },
    }),
    handlers: {
      ...{ listVolumes, scanVolume, ejectVolume, listSkipped },
      listTracks: browse.listTracks,
      getTrack: browse.getTrack,
      listAlbums: browse.listAlbums,
      getAlbum: browse.getAlbum,
      listArtists: browse.listArtists,
      getArtist: browse.getArtist,
      listGenres: browse.listGenres,
      listPlaylists: browse.listPlaylists,
      listPlaylistTracks: browse.listPlaylistTracks,
      listVideos: browse.listVideos,
      listFolders: browse.listFolders,
      setFolderSpoken: browse.setFolderSpoken,
      listLetters: browse.listLetters,
      search: browse.search,
      listFavourites: browse.listFavourites,
      addFavourite: browse.addFavourite,
      removeFavourite: browse.removeFavourite,
      listRecentlyAdded: browse.listRecentlyAdded,
      listRecentlyPlayed: browse.listRecentlyPlayed,
      listContinued: films.listContinued,
      listWatched: films.listWatched,
      listFilmFolders: films.listFilmFolders,
      listSeries: films.listSeries,
      getSeries: films.getSeries,
      getPlaylist: own.getPlaylist,
      createPlaylist: own.createPlaylist,
      renamePlaylist: own.renamePlaylist,
      deletePlaylist: own.deletePlaylist,
      addToPlaylist: own.addToPlaylist,
      moveInPlaylist: own.moveInPlaylist,
      removeFromPlaylist: own.removeFromPlaylist,
    },
  };
}

function routerVolume({
  fingerprint,
  folder,
}: {
  readonly fingerprint: string;
  readonly folder: string;
}): MountedVolume {
  return {
    id: volumeIdOfFileSystem(`router ${fingerprint}`),
    label: 'Router',
    mountPoint: Buffer.from(folder),
    device: undefined,
    isDemo: false,
  };
}

/** A song stands for itself, not for the album around it; films are left out. */
function songsOf(source: PlaySource, { tracks, playables }: Pick<LibraryReader, 'tracks' | 'playables'>) {
  if (source.kind === 'track') return [tracks.get(source.trackId).id];
  return playables.resolve(source).items.flatMap(({ kind, id }) => (kind === 'track' ? [trackId.parse(id)] : []));
}

export type Library = ReturnType<typeof createLibrary>;
