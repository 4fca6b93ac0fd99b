import type { Album, Artist } from '#contract/entities/album';
import type { FolderItem } from '#contract/entities/folder';
import type { FolderId, PlaylistId } from '#contract/entities/ids';
import { FAVOURITES_ID, type Playlist } from '#contract/entities/playlist';
import type { Track } from '#contract/entities/track';
import type { QueueRequest } from '#renderer/shared/api/zone-commands.ts';
import { words } from '#renderer/shared/i18n/words.ts';

/** What a menu is about: how it is played, and where it leads. */
export interface MediaSubject {
  readonly title: string;
  readonly source: Omit<QueueRequest, 'where'>;
  readonly trackId?: string;
  readonly albumId?: string;
  readonly artistId?: string;
  /** It is a playlist of one's own. */
  readonly ownPlaylistId?: PlaylistId;
  /** Of a song: the playlist of one's own that it is shown in. */
  readonly inPlaylistId?: PlaylistId;
  /** It is a folder, in which songs are taken for spoken word or not. */
  readonly folder?: { readonly id: FolderId; readonly isSpoken: boolean };
}

export function trackSubject(track: Track): MediaSubject {
  return {
    title: track.title,
    source: { trackId: track.id },
    trackId: track.id,
    ...(track.albumId !== null && { albumId: track.albumId }),
    ...(track.artistId !== null && { artistId: track.artistId }),
  };
}

export function albumSubject(album: Album): MediaSubject {
  return {
    title: album.title,
    source: { albumId: album.id },
    ...(album.artistId !== null && { artistId: album.artistId }),
  };
}

export function artistSubject(artist: Artist): MediaSubject {
  return { title: artist.name, source: { artistId: artist.id } };
}

export function playlistSubject(playlist: Playlist): MediaSubject {
  const title = playlist.id === FAVOURITES_ID ? words.music.favourites : playlist.name;
  return { title, source: { playlistId: playlist.id }, ...(playlist.isOwn && { ownPlaylistId: playlist.id }) };
}

export function genreSubject(name: string): MediaSubject {
  return { title: name, source: { genre: name } };
}

export function folderItemSubject(item: FolderItem): MediaSubject {
  switch (item.kind) {
    case 'folder':
      return { title: item.name, source: { folderId: item.id }, folder: { id: item.id, isSpoken: item.isSpoken } };
    case 'track':
      return { title: item.title, source: { trackId: item.id }, trackId: item.id };
    case 'video':
      return { title: item.name, source: { videoId: item.id } };
    case 'playlist':
      return { title: item.name, source: { playlistId: item.id } };
  }
}
