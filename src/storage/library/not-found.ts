import { AppError } from '#kernel/app-error';

export class TrackNotFound extends AppError {
  readonly code = 'track_not_found';
  constructor(trackId: string) {
    super(`No track ${trackId} in the library`, { trackId });
  }
}

export class VideoNotFound extends AppError {
  readonly code = 'video_not_found';
  constructor(videoId: string) {
    super(`No film ${videoId} in the library`, { videoId });
  }
}

export class SeriesNotFound extends AppError {
  readonly code = 'series_not_found';
  constructor(seriesId: string) {
    super(`No series ${seriesId} in the library`, { seriesId });
  }
}

export class AlbumNotFound extends AppError {
  readonly code = 'album_not_found';
  constructor(albumId: string) {
    super(`No album ${albumId} in the library`, { albumId });
  }
}

export class ArtistNotFound extends AppError {
  readonly code = 'artist_not_found';
  constructor(artistId: string) {
    super(`No artist ${artistId} in the library`, { artistId });
  }
}

export class PlaylistNotFound extends AppError {
  readonly code = 'playlist_not_found';
  constructor(playlistId: string) {
    super(`No playlist ${playlistId} in the library`, { playlistId });
  }
}

export class FolderNotFound extends AppError {
  readonly code = 'folder_not_found';
  constructor(folder: string) {
    super(`No folder ${folder} in the library`, { folder });
  }
}

export class VolumeNotFound extends AppError {
  readonly code = 'volume_not_found';
  constructor(volumeId: string) {
    super(`No volume ${volumeId}`, { volumeId });
  }
}

/** There is such a source, but nothing in it can be played. */
export class NothingToPlay extends AppError {
  readonly code = 'nothing_to_play';
  constructor(source: Record<string, unknown>) {
    super('Nothing there can be played', source);
  }
}

/** All of it lies on sticks that are out. */
export class VolumeOffline extends AppError {
  readonly code = 'volume_offline';
  constructor(volumeId: string) {
    super('The stick that holds it is not in', { volumeId });
  }
}
