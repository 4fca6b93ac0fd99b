import pino from 'pino';

import type { Logger } from '#kernel/logger';

/** One JSON object per line on standard error, written at once: what was logged before a power cut is there. */
export function createLogger(): Logger {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['token', '*.token', 'headers.authorization', 'headers.cookie'],
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
