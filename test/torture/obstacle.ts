import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { whyNoLoopMount } from '#test/support/block-stick';
import type { Harness } from '#test/torture/harness';
import { RECORDER_SOURCE } from '#test/torture/replay/record-workload';

const run = promisify(execFile);

/** Why a harness cannot run on this machine, in words; undefined where it can. */
export async function obstacleTo({ programs, mounts }: Harness): Promise<string | undefined> {
  const missing = [...programs, ...(mounts ? ['unshare', 'mkfs.ext4', 'xfs_io'] : [])].find((one) => !isInstalled(one));
  if (missing !== undefined) return `${missing} is not installed`;
  if (programs.includes('cc') && !(await canCompile()))
    return 'cc cannot compile the recorder (are the headers of libc there?)';
  if (!mounts) return undefined;
  if (process.getuid?.() !== 0) return 'only root may mount';
  try {
    await run('unshare', ['-m', '--propagation', 'private', 'true'], { timeout: 10_000 });
  } catch {
    return 'no mount namespace can be made';
  }
  const noMount = await whyNoLoopMount();
  return noMount === undefined ? undefined : `no loop mount: ${noMount}`;
}

async function canCompile(): Promise<boolean> {
  return run('cc', ['-fsyntax-only', RECORDER_SOURCE], { timeout: 60_000 }).then(
    () => true,
    () => false,
  );
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}
