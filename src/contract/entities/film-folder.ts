import { z } from 'zod';

import { artworkId, folderId, volumeId } from '#contract/entities/ids';

/** A folder in which films stand, without those of the folders in it. */
export const filmFolder = z.object({
  id: folderId,
  /** The stick's label for its own top. */
  name: z.string(),
  /** On its stick, as it is shown. */
  path: z.string(),
  volumeId,
  isOnline: z.boolean(),
  filmCount: z.number().int(),
  /** Of its first film. */
  artworkId: artworkId.nullable(),
});

export type FilmFolder = z.infer<typeof filmFolder>;
