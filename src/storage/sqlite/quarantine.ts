import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

import { syncPath } from '#storage/sqlite/sync-path';

const COMPANIONS = ['', '-wal', '-shm'];

/**
 * Renames a database that cannot be used, with its log, to `NAME.damaged-N` (`NAME.kept-N` where the file is sound but
 * of no use to this version); nothing is deleted. Gives the new path.
 */
export function quarantine(path: string, why: 'damaged' | 'kept' = 'damaged'): string {
  const target = firstFree(`${path}.${why}`);
  // The log first: a cut in between must not leave it to the file that takes the name.
  for (const suffix of COMPANIONS.toReversed()) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  syncPath(dirname(path));
  return target;
}

function firstFree(stem: string): string {
  for (let number = 1; ; number += 1) {
    const target = `${stem}-${number}`;
    if (COMPANIONS.every((suffix) => !existsSync(target + suffix))) return target;
  }
}
