import pino from 'pino';

import { LogMemory } from '#app/log-memory';
import type { Logger } from '#kernel/logger';

export interface ServiceLog {
  readonly logger: Logger;
  /** What was logged last. */
  readonly memory: LogMemory;
}

/** One JSON object per line on standard error, written at once: what was logged before a power cut is there. */
export function createLogger(): ServiceLog {
  const memory = new LogMemory();
  const errorStream = pino.destination({ fd: 2, sync: true });
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['token', '*.token', 'headers.authorization', 'headers.cookie'],
    },
    {
      write: (line: string) => {
        errorStream.write(line);
        memory.add(line);
      },
    },
  );
  return { logger, memory };
}
