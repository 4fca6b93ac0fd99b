import type { DatabaseFile } from '#storage/sqlite/open-database';
import { STATE_MIGRATIONS } from '#storage/state/state-migrations';

/** What must survive: an acknowledged write is on the card. */
export const STATE_FILE = {
  name: 'state.db',
  migrations: STATE_MIGRATIONS,
  synchronous: 'full',
  hasBackups: true,
  // A position is one page in the log every 5 s: small ones spare the card.
  pageSizeBytes: 1024,
  // A log that grows costs the file system's journal three blocks with each position; one that is begun anew does not.
  checkpointPages: 32,
} as const satisfies Partial<DatabaseFile>;
