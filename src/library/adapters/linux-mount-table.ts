import { watch, type FSWatcher } from 'chokidar';
import { readFile, stat } from 'node:fs/promises';

import { identifyFileSystem, type FileSystemIdentity } from '#library/adapters/file-system-identity';
import { MountWatcher } from '#library/adapters/mount-watcher';
import { withDevice } from '#library/adapters/present-devices';
import { holdsSomething, plainFolders, realFolder, userNames } from '#library/adapters/plain-folders';
import type { MountedVolume, MountTable } from '#library/ports';
import { baseNameOf, folderOf as dirNameOf, shownPath } from '#library/scan/path-bytes';
import { areSameVolumes, joinVolumes, type FoundVolume, type JoinedVolumes } from '#library/volumes/join-volumes';
import { parseMountinfo, type MountEntry } from '#library/volumes/mountinfo';
import { isDevice, stickMounts } from '#library/volumes/stick-mounts';
import { DEMO_VOLUME_ID, volumeIdOfFileSystem, volumeIdOfFolder } from '#library/volumes/volume-id';
import type { Logger } from '#kernel/logger';

export interface LinuxMountTableDeps {
  /** Folders under which sticks get mounted. */
  readonly mountsFolders: readonly string[];
  /** Folders that are one stick each. */
  readonly mediaFolders: readonly string[];
  /** In while nothing else is; undefined for never. */
  readonly demoFolder: string | undefined;
  readonly logger: Logger;
  readonly findmnt?: string;
  /** Something was mounted that may be a stick; what it is will be known in a moment. */
  readonly onMount?: () => void;
}

/** Folders that stand for sticks fill and empty without a mount: while there are some, they are looked at this often. */
const LOOK_MS = 250;
/** A device that is pulled need not take its mount along. */
const DEVICE_LOOK_MS = 500;
const IDLE_LOOK_MS = 1_000;
const MOST_TRIES = 5;
const MOUNTINFO = '/proc/self/mountinfo';

/** Sticks as Linux shows them: mounts and plain folders below the mounts folders, `--media` folders, else the demo. */
export class LinuxMountTable implements MountTable {
  readonly #deps: LinuxMountTableDeps;
  readonly #mounts: MountWatcher;
  readonly #identities = new Map<string, FileSystemIdentity>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #before: readonly MountedVolume[] = [];
  #twiceBefore: readonly MountedVolume[] = [];
  #onChange: Parameters<MountTable['start']>[0] | undefined;
  #looking: Promise<void> | undefined;
  #isLookDue = false;
  #users: ReadonlySet<string> = new Set();

  constructor(deps: LinuxMountTableDeps) {
    this.#deps = deps;
    this.#mounts = new MountWatcher(deps.findmnt);
  }

  async start(onChange: Parameters<MountTable['start']>[0]): Promise<void> {
    this.#onChange = onChange;
    const look = () => this.#look();
    this.#mounts.start(look);
    // Sticks themselves are never watched: only which folders there are.
    this.#watcher = watch([...this.#deps.mountsFolders], { depth: 0, followSymlinks: false, ignoreInitial: true });
    this.#watcher.on('addDir', look).on('unlinkDir', look);
    this.#watcher.on('error', (error) =>
      this.#deps.logger.warn({ err: error }, 'the mounts folders cannot be watched'),
    );
    this.#users = await userNames();
    const first = await this.#find();
    this.#before = first.volumes;
    this.#twiceBefore = first.twice;
    onChange(first.volumes, first.twice);
    this.#lookLater();
  }

  async stop(): Promise<void> {
    this.#onChange = undefined;
    clearTimeout(this.#timer);
    this.#mounts.stop();
    await this.#watcher?.close();
    await this.#looking;
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => {
      this.#look();
      this.#lookLater();
    }, this.#lookAgainMs());
  }

  #lookAgainMs(): number {
    const hasFolders = this.#deps.mediaFolders.length > 0 || this.#before.some((volume) => volume.device === undefined);
    if (hasFolders) return LOOK_MS;
    return this.#before.length > 0 ? DEVICE_LOOK_MS : IDLE_LOOK_MS;
  }

  /** One look at a time; what happens meanwhile is looked at afterwards. */
  #look(): void {
    this.#isLookDue = true;
    this.#looking ??= this.#lookWhileDue().finally(() => {
      this.#looking = undefined;
    });
  }

  async #lookWhileDue(): Promise<void> {
    while (this.#isLookDue && this.#onChange) {
      this.#isLookDue = false;
      try {
        const { volumes, twice } = await this.#find();
        if (areSameVolumes(volumes, this.#before) && areSameVolumes(twice, this.#twiceBefore)) continue;
        this.#before = volumes;
        this.#twiceBefore = twice;
        this.#onChange(volumes, twice);
      } catch (error) {
        this.#deps.logger.error({ err: error }, 'the mount table could not be read');
      }
    }
  }

  async #find(): Promise<JoinedVolumes> {
    const folders = await existing(this.#deps.mountsFolders);
    const media = await existing(this.#deps.mediaFolders);
    for (let tries = 1; ; tries += 1) {
      const before = await readFile(MOUNTINFO);
      const volumes = await this.#volumesOf(parseMountinfo(before), folders, media);
      const found = (await Promise.all(volumes.map(withPlace))).filter((one) => one !== undefined);
      // A stick that is mounted between two looks would pass for a plain folder.
      if (tries < MOST_TRIES && !before.equals(await readFile(MOUNTINFO))) continue;
      const joined = joinVolumes(found, this.#before);
      return joined.volumes.length > 0 ? joined : { volumes: await this.#demo(), twice: [] };
    }
  }

  async #volumesOf(mounts: MountEntry[], folders: Buffer[], media: Buffer[]): Promise<MountedVolume[]> {
    const sticks = await withDevice(stickMounts(mounts, folders));
    this.#forgetIdentities(sticks);
    const found: MountedVolume[] = [];
    for (const mount of sticks) found.push(await this.#toVolume(mount));
    for (const folder of media) {
      const isStick = sticks.some((mount) => mount.mountPoint.equals(folder));
      if (isStick || !(await holdsSomething(folder))) continue;
      found.push(toFolderVolume(folder));
      // Named on its own, and there by the folder that it lies in: that is twice.
      if (folders.some((parent) => parent.equals(dirNameOf(folder)))) found.push(toFolderVolume(folder));
    }
    const places = [...mounts.map((mount) => mount.mountPoint), ...media];
    for (const folder of folders) {
      for (const plain of await plainFolders(folder, places, this.#users)) found.push(toFolderVolume(plain));
    }
    return found;
  }

  async #toVolume(mount: MountEntry): Promise<MountedVolume> {
    const { uuid, label } = mount.source.startsWith('/dev/') ? await this.#identityOf(mount) : NOBODY;
    const folder = toFolderVolume(mount.mountPoint);
    if (uuid === undefined) return { ...folder, device: isDevice(mount) ? mount.source : undefined };
    if (!isDevice(mount)) return { ...folder, id: volumeIdOfFileSystem(`${uuid}:${mount.root}`) };
    return { ...folder, id: volumeIdOfFileSystem(uuid), label: label ?? folder.label, device: mount.source };
  }

  /** Asked once per mount: the answer costs a process. */
  async #identityOf(mount: MountEntry): Promise<FileSystemIdentity> {
    const key = keyOf(mount);
    const known = this.#identities.get(key);
    if (known) return known;
    this.#deps.onMount?.();
    const identity = await identifyFileSystem(mount.source);
    this.#identities.set(key, identity);
    return identity;
  }

  #forgetIdentities(mounts: readonly MountEntry[]): void {
    const keys = new Set(mounts.map(keyOf));
    for (const key of this.#identities.keys()) if (!keys.has(key)) this.#identities.delete(key);
  }

  async #demo(): Promise<MountedVolume[]> {
    const [folder] = this.#deps.demoFolder === undefined ? [] : await existing([this.#deps.demoFolder]);
    if (folder === undefined || !(await holdsSomething(folder))) return [];
    return [{ id: DEMO_VOLUME_ID, label: 'Demo', mountPoint: folder, device: undefined, isDemo: true }];
  }
}

const NOBODY: FileSystemIdentity = { uuid: undefined, label: undefined };

function toFolderVolume(path: Buffer): MountedVolume {
  const label = shownPath(baseNameOf(path));
  return { id: volumeIdOfFolder(path), label, mountPoint: path, device: undefined, isDemo: false };
}

/** Undefined for what has gone meanwhile. */
async function withPlace(volume: MountedVolume): Promise<FoundVolume | undefined> {
  try {
    const { dev, ino } = await stat(volume.mountPoint, { bigint: true });
    return { volume, place: `${dev}:${ino}` };
  } catch {
    return undefined;
  }
}

async function existing(folders: readonly string[]): Promise<Buffer[]> {
  const real = await Promise.all(folders.map(realFolder));
  return real.filter((folder) => folder !== undefined);
}

function keyOf(mount: MountEntry): string {
  return `${mount.mountId} ${mount.deviceNumber} ${mount.mountPoint.toString('latin1')}`;
}
