import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

const QUIET_MS = 400;

/**
 * Calls `reload` after the library, the favourites or a playlist have changed, or may have while the connection was lost; not for
 * every batch of a scan. While `isHeld` says that a finger is at work, what a scan finds waits: nothing moves away under it.
 * `showsPlays`: what was heard, and where films were left, is part of what is shown.
 */
export function watchLibrary(
  feed: Feed,
  reload: () => void,
  isHeld: () => boolean = () => false,
  showsPlays = false,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let online: string | undefined;
  const later = (mayWait: boolean): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (mayWait && isHeld()) later(true);
      else reload();
    }, QUIET_MS);
  };
  const found = (): void => {
    if (timer === undefined) later(true);
  };
  const soon = (): void => {
    clearTimeout(timer);
    later(false);
  };
  const noticeSticks = (volumes: readonly { readonly id: string; readonly isOnline: boolean }[]): void => {
    const now = volumes.flatMap((volume) => (volume.isOnline ? [volume.id] : [])).join(' ');
    if (online !== undefined && online !== now) soon();
    online = now;
  };
  const unsubscribe = feed.subscribe({
    onSnapshot: (snapshot) => {
      noticeSticks(snapshot.volumes);
      soon();
    },
    onEvent: (event) => {
      if (event.type === 'library.changed' || (showsPlays && event.type === 'plays.changed')) found();
      if (event.type === 'favourites.changed' || event.type === 'playlists.changed') soon();
      if (event.type === 'volumes.changed') noticeSticks(event.volumes);
    },
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
