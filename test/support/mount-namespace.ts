import { spawnSync } from 'node:child_process';

/** Set in the mount namespace of its own. */
const INSIDE = 'CARPUTER_MOUNT_NAMESPACE';

/**
 * Runs this process again in a mount namespace of its own, and ends with it; returns where that is done already. A namespace
 * that another process cloned meanwhile would keep a dead file system mounted.
 */
export function runInMountNamespace(refuse: (why: string) => never): void {
  if (process.env[INSIDE] !== undefined) return;
  if (process.getuid?.() !== 0) refuse('only root may mount');
  const { status, error } = spawnSync(
    'unshare',
    ['-m', '--propagation', 'private', process.execPath, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } },
  );
  if (error) refuse(error.message);
  process.exit(status ?? 1);
}
