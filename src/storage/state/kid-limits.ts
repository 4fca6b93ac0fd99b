import { z } from 'zod';

import { folderId } from '#contract/entities/ids';
import type { KidLimits } from '#player/ports';

/** What is kept of a zone for children. */
export const kidLimits: z.ZodType<KidLimits> = z.object({
  folderIds: z.array(folderId),
  salt: z.string(),
  hash: z.string(),
});
