import { z } from 'zod';

import { command, switchInput } from '#config/switch-input';

/** How the service learns that the engine stops, and what it does then. */
export const ignitionSettings = z.strictObject({
  input: switchInput.default({ kind: 'none' }),
  graceSeconds: z.number().min(0).max(3_600).default(60),
  powerOffCommand: command.default(['systemctl', 'poweroff']),
});

export type IgnitionSettings = z.infer<typeof ignitionSettings>;
