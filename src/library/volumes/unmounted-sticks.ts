import { z } from 'zod';

/** What a stick or card holds when no desktop has mounted it. */
export interface BlockDevice {
  readonly path: string;
  readonly isRemovable: boolean;
  readonly fileSystem: string | undefined;
  readonly isMounted: boolean;
}

const FILE_SYSTEMS: ReadonlySet<string> = new Set(['vfat', 'exfat', 'ntfs', 'ext4']);

const device = z.object({
  path: z.string(),
  rm: z.boolean().nullish(),
  hotplug: z.boolean().nullish(),
  fstype: z.string().nullish(),
  mountpoints: z.array(z.string().nullable()).nullish(),
  get children() {
    return z.array(device).nullish();
  },
});

const report = z.object({ blockdevices: z.array(device) });

/** Reads `lsblk -J -o PATH,RM,HOTPLUG,FSTYPE,MOUNTPOINTS`; nothing when it prints something else. */
export function parseBlockDevices(json: string): BlockDevice[] {
  const parsed = report.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data.blockdevices.flatMap((one) => flattened(one, false)) : [];
}

/** A disk of which any part is in use by the system is none to mount from. */
function flattened(one: z.infer<typeof device>, isRemovableParent: boolean): BlockDevice[] {
  const mountPoints = (one.mountpoints ?? []).filter((place) => place !== null);
  const isRemovable = isRemovableParent || one.rm === true || one.hotplug === true;
  const self = {
    path: one.path,
    isRemovable,
    fileSystem: one.fstype ?? undefined,
    isMounted: mountPoints.length > 0,
  };
  const children = (one.children ?? []).flatMap((child) => flattened(child, isRemovable));
  const isSystem = holdsSystem(one);
  return [self, ...children].map((each) => (isSystem ? { ...each, isRemovable: false } : each));
}

const SYSTEM_PLACE = /^(?:\/|\/boot(?:\/.*)?|\/usr|\/var(?:\/.*)?|\/home|\[SWAP\])$/u;

function holdsSystem(one: z.infer<typeof device>): boolean {
  const isHere = (one.mountpoints ?? []).some((place) => place !== null && SYSTEM_PLACE.test(place));
  return isHere || (one.children ?? []).some(holdsSystem);
}

/** Those to mount now: each is tried once, and one that was seen mounted is left to whoever unmounted it. */
export function sticksToMount(devices: readonly BlockDevice[], handled: ReadonlySet<string>): BlockDevice[] {
  return devices.filter(
    (one) =>
      one.isRemovable &&
      !one.isMounted &&
      !handled.has(one.path) &&
      one.fileSystem !== undefined &&
      FILE_SYSTEMS.has(one.fileSystem),
  );
}
