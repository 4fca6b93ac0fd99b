import { watch, type FSWatcher } from 'node:fs';

import { runCommand, tryCommand } from '#library/adapters/run-command';
import { parseBlockDevices, sticksToMount, type BlockDevice } from '#library/volumes/unmounted-sticks';
import type { Logger } from '#kernel/logger';

export interface UdisksStickMounterDeps {
  readonly logger: Logger;
  readonly udisksctl?: string;
  readonly lsblk?: string;
  /** Where device nodes come and go. */
  readonly devicesFolder?: string;
}

/** A desktop that mounts sticks has done so by then. */
const SETTLE_MS = 1_500;
const LIST_LIMIT_MS = 3_000;
const MOUNT_LIMIT_MS = 10_000;
const OPTIONS = 'ro,nosuid,nodev,noexec';
const DISK_NODE = /^(?:sd|mmcblk|nvme|vd)/u;

/** Mounts sticks read-only through udisks where nobody else does; does nothing where udisks is not installed. */
export class UdisksStickMounter {
  readonly name = 'stick mounter';
  readonly #deps: UdisksStickMounterDeps;
  readonly #handled = new Set<string>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cancel = new AbortController();
  #mounting: Promise<void> | undefined;

  constructor(deps: UdisksStickMounterDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#cancel = new AbortController();
    const version = await tryCommand(this.#udisksctl, ['help'], { limitMs: LIST_LIMIT_MS });
    if (version === undefined) {
      this.#deps.logger.info({}, 'udisks is not here: sticks are mounted by others, or not at all');
      return;
    }
    try {
      this.#watcher = watch(this.#deps.devicesFolder ?? '/dev', (_event, name) => {
        if (name !== null && DISK_NODE.test(name)) this.#mountLater();
      });
      this.#watcher.on('error', (error) => this.#deps.logger.warn({ err: error }, 'devices cannot be watched'));
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'devices cannot be watched');
    }
    this.#mountLater();
  }

  async stop(): Promise<void> {
    this.#watcher?.close();
    clearTimeout(this.#timer);
    this.#cancel.abort();
    await this.#mounting;
  }

  get #udisksctl(): string {
    return this.#deps.udisksctl ?? 'udisksctl';
  }

  #mountLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#mounting = (this.#mounting ?? Promise.resolve()).then(() => this.#mountAll());
    }, SETTLE_MS);
  }

  async #mountAll(): Promise<void> {
    const devices = await this.#devices();
    const paths = new Set(devices.map((device) => device.path));
    for (const path of this.#handled) if (!paths.has(path)) this.#handled.delete(path);
    for (const device of devices) if (device.isMounted) this.#handled.add(device.path);
    for (const device of sticksToMount(devices, this.#handled)) {
      if (this.#cancel.signal.aborted) return;
      this.#handled.add(device.path);
      await this.#mount(device);
    }
  }

  async #devices(): Promise<BlockDevice[]> {
    const args = ['-J', '-o', 'PATH,RM,HOTPLUG,FSTYPE,MOUNTPOINTS'];
    const options = { limitMs: LIST_LIMIT_MS, signal: this.#cancel.signal };
    const json = await tryCommand(this.#deps.lsblk ?? 'lsblk', args, options);
    try {
      return json === undefined ? [] : parseBlockDevices(json);
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'lsblk printed something else than JSON');
      return [];
    }
  }

  async #mount(device: BlockDevice): Promise<void> {
    const args = ['mount', '-b', device.path, '-o', OPTIONS, '--no-user-interaction'];
    try {
      await runCommand(this.#udisksctl, args, { limitMs: MOUNT_LIMIT_MS, signal: this.#cancel.signal });
    } catch (error) {
      this.#deps.logger.warn({ err: error, device: device.path }, 'a stick could not be mounted');
    }
  }
}
