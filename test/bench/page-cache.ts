import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const DROP_CACHES = '/proc/sys/vm/drop_caches';

/** Empties the page cache, so that the next reads come from the disk; false where only root may. */
export function dropPageCache(): boolean {
  try {
    execFileSync('sync', { timeout: 30_000 });
    writeFileSync(DROP_CACHES, '3');
    return true;
  } catch {
    return false;
  }
}
