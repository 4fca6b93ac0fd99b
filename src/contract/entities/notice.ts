import { z } from 'zod';

import { volumeId, zoneId } from '#contract/entities/ids';

export const NOTICE_CODES = [
  'three_unplayable',
  'film_stopped',
  'film_silent',
  'screen_missing',
  'prompt_unheard',
  'volume_removed',
  'volume_twice',
  'player_missing',
  'player_restarted',
  'index_rebuilt',
  'index_full',
  'state_restored',
  'disk_full',
  'ignition_off',
  'ignition_silent',
  'snapcast_missing',
  'snapcast_failing',
  'router_files',
  'data_low',
  'data_used_up',
] as const;

/** Something the driver should know; it stays until it is no longer true or a newer one of its code replaces it. */
export const notice = z.object({
  id: z.string(),
  code: z.enum(NOTICE_CODES),
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  zoneId: zoneId.nullable(),
  volumeId: volumeId.nullable(),
  atUptimeMs: z.number().int(),
});

export type Notice = z.infer<typeof notice>;
