import { join } from 'node:path';

import type {
  FavouriteStore,
  LoudnessStore,
  OwnPlaylistStore,
  PlayLookup,
  ScanStore,
  SpokenMarks,
} from '#library/ports';
import { AlbumRepository } from '#storage/library/album-repository';
import { ArtistRepository } from '#storage/library/artist-repository';
import { FilmFolderRepository } from '#storage/library/film-folder-repository';
import { FolderRepository } from '#storage/library/folder-repository';
import { GenreRepository } from '#storage/library/genre-repository';
import { LIBRARY_MIGRATIONS } from '#storage/library/library-migrations';
import { NearWords } from '#storage/library/near-words';
import { PictureRepository } from '#storage/library/picture-repository';
import { PlayableRepository } from '#storage/library/playable-repository';
import { PlaylistRepository } from '#storage/library/playlist-repository';
import { SeriesRepository } from '#storage/library/series-repository';
import { SeriesShelf } from '#storage/library/series-shelf';
import { TrackRepository } from '#storage/library/track-repository';
import { VideoRepository } from '#storage/library/video-repository';
import { VisibleVolumes } from '#storage/library/visible-volumes';
import { VolumeRepository } from '#storage/library/volume-repository';
import { LoudnessWriter } from '#storage/scan/loudness-writer';
import { ScanRepository } from '#storage/scan/scan-repository';
import { isSqliteError, type Db } from '#storage/sqlite/db';
import {
  isDamage,
  openDatabase,
  openForReading,
  type DatabaseFile,
  type OpenedDatabase,
  type OpenOutcome,
} from '#storage/sqlite/open-database';
import { quarantine } from '#storage/sqlite/quarantine';

const LIBRARY_FILE = 'library.db';

const FILE = {
  name: LIBRARY_FILE,
  migrations: LIBRARY_MIGRATIONS,
  synchronous: 'normal',
  isChecked: false,
} as const satisfies Partial<DatabaseFile>;

/** Everything that the answering thread reads from the index. */
export interface LibraryParts {
  readonly tracks: TrackRepository;
  readonly albums: AlbumRepository;
  readonly artists: ArtistRepository;
  readonly genres: GenreRepository;
  readonly folders: FolderRepository;
  readonly pictures: PictureRepository;
  readonly playlists: PlaylistRepository;
  readonly videos: VideoRepository;
  readonly filmFolders: FilmFolderRepository;
  readonly series: SeriesRepository;
  readonly volumes: VolumeRepository;
  readonly playables: PlayableRepository;
}

export interface LibraryReader extends LibraryParts {
  readonly outcome: OpenOutcome;
  /** Where the file is: the scan worker opens it there. */
  readonly folder: string;
  /**
   * Moves the damaged file away, whatever its state, and goes on with an empty one; what was visible stays so. Nobody
   * else may have the file open.
   */
  replace(reason: Error): OpenOutcome;
  close(): void;
}

export interface LibraryWriter {
  readonly outcome: OpenOutcome;
  readonly store: ScanStore;
  readonly loudness: LoudnessStore;
  close(): void;
}

/** For the scan worker; start it after `openLibraryForReading`, which makes or replaces the file. */
export function openLibraryForWriting(folder: string): LibraryWriter {
  const { db, outcome } = openFile(folder);
  return { outcome, store: new ScanRepository(db), loudness: new LoudnessWriter(db), close: () => db.close() };
}

/** What state.db has of the items; it outlives the index. */
export interface ItemMarks {
  readonly favourites: FavouriteStore;
  readonly plays: PlayLookup;
  readonly ownPlaylists: OwnPlaylistStore;
  readonly spokenFolders: SpokenMarks;
}

export interface OpenLibraryOptions {
  /** In memory, for a card that is full or read-only. */
  readonly spareFolder?: string | undefined;
  /** A read met damage. */
  readonly onDamage?: (error: Error) => void;
}

/** For the thread that answers. Makes, migrates or replaces the file first; nothing is visible until `setVisible`. */
export function openLibraryForReading(
  dataFolder: string,
  marks: ItemMarks,
  { spareFolder, onDamage = () => undefined }: OpenLibraryOptions = {},
): LibraryReader {
  const { folder, outcome } = openSound(dataFolder, spareFolder);
  let current = read(folder, marks);
  const parts = { ...current.parts };
  const stand = <Name extends keyof LibraryParts>(name: Name) =>
    standIn(parts[name], () => current.parts[name], onDamage);
  return {
    outcome,
    folder,
    tracks: stand('tracks'),
    albums: stand('albums'),
    artists: stand('artists'),
    genres: stand('genres'),
    folders: stand('folders'),
    pictures: stand('pictures'),
    playlists: stand('playlists'),
    videos: stand('videos'),
    filmFolders: stand('filmFolders'),
    series: stand('series'),
    volumes: stand('volumes'),
    playables: stand('playables'),
    replace: (reason) => {
      const shown = current.visible.list();
      current.db.close();
      const movedTo = quarantine(join(folder, LIBRARY_FILE));
      openSound(folder);
      current = read(folder, marks);
      current.visible.set(shown);
      return { kind: 'replaced', movedTo, reason };
    },
    close: () => current.db.close(),
  };
}

interface Reading {
  readonly db: Db;
  readonly visible: VisibleVolumes;
  readonly parts: LibraryParts;
}

function read(folder: string, { favourites, plays, ownPlaylists, spokenFolders }: ItemMarks): Reading {
  const db = openForReading(folder, LIBRARY_FILE);
  const visible = new VisibleVolumes(db);
  const near = new NearWords(db);
  const tracks = new TrackRepository(db, near, plays);
  const playlists = new PlaylistRepository({ db, near, tracks, favourites, ownPlaylists });
  const shelf = new SeriesShelf(db, plays);
  const videos = new VideoRepository(db, near, plays, shelf);
  const parts = {
    tracks,
    playlists,
    albums: new AlbumRepository(db, near),
    artists: new ArtistRepository(db, near),
    genres: new GenreRepository(db),
    folders: new FolderRepository(db, visible, spokenFolders),
    pictures: new PictureRepository(db),
    videos,
    filmFolders: new FilmFolderRepository(db),
    series: new SeriesRepository(shelf, videos),
    volumes: new VolumeRepository(db, visible),
    playables: new PlayableRepository({ db, visible, shelf, playlists, spokenFolders }),
  };
  return { db, visible, parts };
}

/** What others hold of the reader, while the database behind it may be replaced. */
function standIn<Part extends object>(first: Part, current: () => Part, onDamage: (error: Error) => void): Part {
  return new Proxy(first, {
    get: (_first, key) => {
      const part = current();
      const value: unknown = Reflect.get(part, key, part);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        try {
          return Reflect.apply(value, part, given);
        } catch (error) {
          if (isSqliteError(error) && isDamage(error)) onDamage(error);
          throw error;
        }
      };
    },
  });
}

/**
 * Opens the file and reads what every start reads: where that meets damage, the file is replaced before anybody else has
 * it open. The rest of it is looked through later, for that takes its time.
 */
function openSound(folder: string, spareFolder?: string): OpenedDatabase {
  const opened = openFile(folder, spareFolder);
  try {
    new VolumeRepository(opened.db, new VisibleVolumes(opened.db)).known();
    opened.db.close();
    return opened;
  } catch (error) {
    opened.db.close();
    if (!isSqliteError(error) || !isDamage(error)) throw error;
    const movedTo = quarantine(join(opened.folder, LIBRARY_FILE));
    const { db } = openFile(opened.folder);
    db.close();
    return { db, folder: opened.folder, outcome: { kind: 'replaced', movedTo, reason: error } };
  }
}

/** Losing the last writes costs a rescan only, so the log is not synced at each commit. */
function openFile(folder: string, spareFolder?: string): OpenedDatabase {
  return openDatabase({ ...FILE, folder, spareFolder });
}

/** Reads the whole index; gives what is wrong with it. Takes seconds on a slow card: for a thread of its own. */
export function findLibraryDamage(folder: string): string | undefined {
  const db = openForReading(folder, LIBRARY_FILE);
  try {
    const finding = String(db.pragma('quick_check(1)', { simple: true }));
    return finding === 'ok' ? undefined : finding;
  } catch (error) {
    if (isSqliteError(error) && isDamage(error)) return error.message;
    throw error;
  } finally {
    db.close();
  }
}
