import { z } from 'zod';

import { zoneId } from '#contract/entities/ids';

/** `jack`: a Pi's analogue one, which composite video shares; `system`: whatever the system chooses. */
export const SOUND_OUTPUT_KINDS = ['system', 'jack', 'hdmi', 'usb', 'other'] as const;

export type SoundOutputKind = (typeof SOUND_OUTPUT_KINDS)[number];

/** One plug where sound can come out. `device` is what a zone's `audioDevice` is set to; `zoneId` has it already. */
export const soundOutput = z.object({
  device: z.string(),
  description: z.string(),
  kind: z.enum(SOUND_OUTPUT_KINDS),
  zoneId: zoneId.nullable(),
});

export type SoundOutput = z.infer<typeof soundOutput>;
