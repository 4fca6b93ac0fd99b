import type { MountEntry } from '#library/volumes/mountinfo';

/** File systems that hold no one's music. */
const NOT_STICKS: ReadonlySet<string> = new Set([
  'proc',
  'sysfs',
  'devpts',
  'devtmpfs',
  'cgroup',
  'cgroup2',
  'autofs',
  'mqueue',
  'debugfs',
  'tracefs',
  'fusectl',
  'fuse.gvfsd-fuse',
  'fuse.portal',
  'nsfs',
]);

/**
 * The mounts that are sticks: below one of `folders`, at any depth. What only holds other mounts is a desktop's folder
 * for them, unless it is a device itself. Devices of the running system are none.
 */
export function stickMounts(mounts: readonly MountEntry[], folders: readonly Buffer[]): MountEntry[] {
  const system = mounts.find((mount) => mount.mountPoint.equals(Buffer.from('/')));
  const below = mounts.filter(
    (mount) =>
      folders.some((folder) => isBelow(mount.mountPoint, folder)) &&
      !NOT_STICKS.has(mount.fileSystem) &&
      !(mount.root === '/' && mount.deviceNumber === system?.deviceNumber),
  );
  return below.filter(
    (mount) => isDevice(mount) || !below.some((other) => isBelow(other.mountPoint, mount.mountPoint)),
  );
}

/** A whole file system of a block device: only such a one has an identity of its own, and can be ejected. */
export function isDevice(mount: MountEntry): boolean {
  return mount.source.startsWith('/dev/') && mount.root === '/';
}

const SLASH = 0x2f;

/** Strictly below. */
export function isBelow(path: Buffer, folder: Buffer): boolean {
  if (folder.length === 1 && folder[0] === SLASH) return path.length > 1;
  return (
    path.length > folder.length + 1 && path[folder.length] === SLASH && path.subarray(0, folder.length).equals(folder)
  );
}
