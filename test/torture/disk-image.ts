import { execFile } from 'node:child_process';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from '#test/support/until';

const run = promisify(execFile);
const COMMAND_LIMIT_MS = 60_000;
const UNMOUNT_LIMIT_MS = 30_000;

export interface DiskImage {
  readonly mountPoint: string;
  mount(): Promise<void>;
  /** As a power cut: from now on the kernel writes nothing more to the image, not even its journal. */
  cutPower(): Promise<void>;
  /** Waits until nobody holds it any more. */
  unmount(): Promise<void>;
  /** Out of the tree at once, whoever holds files open; nothing where it is not in. */
  detach(): Promise<void>;
}

export interface DiskImagePlan {
  readonly megabytes: number;
  readonly label: string;
  readonly isReadOnly?: boolean;
  /** A folder whose files stand on it from the start. */
  readonly content?: string;
}

/** An ext4 in a file, for a loop device. */
export async function makeDiskImage(scratch: string, mountPoint: string, plan: DiskImagePlan): Promise<DiskImage> {
  const image = join(scratch, `${plan.label}.img`);
  await writeFile(image, '');
  await truncate(image, plan.megabytes * 1024 * 1024);
  const content = plan.content === undefined ? [] : ['-d', plan.content];
  await command('mkfs.ext4', ['-q', '-F', '-L', plan.label, ...content, image]);
  const options = plan.isReadOnly === true ? 'loop,ro,nosuid,nodev,noexec' : 'loop';
  let isMounted = false;
  return {
    mountPoint,
    mount: async () => {
      await mkdir(mountPoint, { recursive: true });
      await command('mount', ['-o', options, image, mountPoint]);
      isMounted = true;
    },
    // Without `-f` the journal is not flushed either; `-r` as a read-only stick cannot be opened otherwise.
    cutPower: () =>
      command('xfs_io', [...(plan.isReadOnly === true ? ['-r'] : []), '-x', '-c', 'shutdown', mountPoint]),
    unmount: async () => {
      await until(
        async () => {
          await command('umount', [mountPoint]);
          return true;
        },
        { limitMs: UNMOUNT_LIMIT_MS, everyMs: 50 },
      );
      isMounted = false;
    },
    detach: async () => {
      if (isMounted) await command('umount', ['--lazy', mountPoint]);
      isMounted = false;
    },
  };
}

async function command(name: string, args: readonly string[]): Promise<void> {
  const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  await run(name, args, { timeout: COMMAND_LIMIT_MS, env });
}
