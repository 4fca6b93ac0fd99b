import { createHash } from 'node:crypto';
import { chmodSync, lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConfigError } from '#config/config-error';
import { makeFolder } from '#config/make-folder';
import { nonEmpty } from '#config/non-empty';

/**
 * The folder for sockets, 0700 and ours: whoever can open a player's socket can run programs as this user. One folder
 * per data folder, so that two installations never meet.
 */
export function runtimeDirectory(data: string, environment: Readonly<Record<string, string | undefined>>): string {
  const base = nonEmpty(environment['RUNTIME_DIRECTORY']) ?? nonEmpty(environment['XDG_RUNTIME_DIR']) ?? tmpdir();
  const uid = process.getuid?.() ?? 0;
  const name = `carputer-${String(uid)}-${createHash('sha256').update(data).digest('hex').slice(0, 8)}`;
  const path = join(base, name);
  try {
    makeFolder(path);
    const stat = lstatSync(path);
    if (!stat.isDirectory() || stat.uid !== uid) throw new Error('it belongs to somebody else');
    chmodSync(path, 0o700);
    return path;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown reason';
    throw new ConfigError(`runtime folder ${path}: cannot be used (${why})`, { cause });
  }
}
