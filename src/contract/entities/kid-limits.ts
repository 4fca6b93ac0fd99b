import { z } from 'zod';

import { folderId } from '#contract/entities/ids';

export const kidPin = z.string().regex(/^\d{4,8}$/u, 'four to eight figures');

/** Whether a zone is for children, and the folders, with all below them, that it may play from. */
export const kidLimitsView = z.object({ isOn: z.boolean(), folderIds: z.array(folderId) });

export type KidLimitsView = z.infer<typeof kidLimitsView>;
