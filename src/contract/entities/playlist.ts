import { z } from 'zod';

import { playlistId, volumeId } from '#contract/entities/ids';

/** Of one that somebody makes. */
export const playlistName = z.string().trim().min(1).max(60);

/** A playlist file of a stick, one of the listener's own, or the favourites (`id` is `favourites`); the last two are on no volume. */
export const playlist = z.object({
  id: playlistId,
  name: z.string(),
  volumeId: volumeId.nullable(),
  /** The listener made it, and can change it. */
  isOwn: z.boolean(),
  isOnline: z.boolean(),
  trackCount: z.number().int(),
  /** Entries that point at nothing: on the stick of a file, on any known one else. */
  missingCount: z.number().int(),
});

export type Playlist = z.infer<typeof playlist>;

export const FAVOURITES_ID = 'favourites';

/** What the id of a playlist of one's own begins with. */
export const OWN_PREFIX = 'own-';
