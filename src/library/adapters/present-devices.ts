import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { isDevice } from '#library/volumes/stick-mounts';
import type { MountEntry } from '#library/volumes/mountinfo';

const BLOCK_DEVICES = '/sys/dev/block';
/** File systems in user space, and those of several devices, have no device number of their own. */
const NO_DEVICE = '0:';

/**
 * Leaves out mounts whose device the kernel no longer has: a stick that is pulled takes its mount along only where a
 * desktop looks after it. Sources: sysfs(5), `/sys/dev/block`; the device's node where its number says nothing.
 */
export async function withDevice(mounts: readonly MountEntry[], folder = BLOCK_DEVICES): Promise<MountEntry[]> {
  const isKernelTelling = await isThere(folder);
  const isPresent = async (mount: MountEntry): Promise<boolean> => {
    if (!isDevice(mount)) return true;
    if (mount.deviceNumber.startsWith(NO_DEVICE)) return isThere(mount.source);
    return !isKernelTelling || (await isThere(join(folder, mount.deviceNumber)));
  };
  const present = await Promise.all(mounts.map(isPresent));
  return mounts.filter((_mount, place) => present[place]);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
