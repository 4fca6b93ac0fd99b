import type { OwnPlaylist, OwnPlaylistStore } from '#library/ports';

/** Its writes are done when they return. */
export function memoryOwnPlaylists(): OwnPlaylistStore {
  const playlists = new Map<string, OwnPlaylist>();
  return {
    list: () => [...playlists.values()],
    get: (id) => playlists.get(id),
    add: (playlist) => void playlists.set(playlist.id, playlist),
    change: (id, change) => {
      const playlist = playlists.get(id);
      if (playlist !== undefined) playlists.set(id, change(playlist));
    },
    remove: (id) => void playlists.delete(id),
  };
}
