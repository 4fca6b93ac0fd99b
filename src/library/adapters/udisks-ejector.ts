import { setTimeout } from 'node:timers/promises';

import { runCommand, tryCommand } from '#library/adapters/run-command';
import type { VolumeEjector } from '#library/ports';
import { EjectFailed } from '#library/volumes/volume-errors';

export interface UdisksEjectorDeps {
  readonly udisksctl?: string;
  readonly umount?: string;
  readonly sync?: string;
}

const COMMAND_LIMIT_MS = 5_000;
const TRIES = 4;
/** A player closes its file within this time. */
const BETWEEN_TRIES_MS = 400;

/** Unmounts through udisks and cuts the stick's power; with plain umount where udisks is not or may not. */
export class UdisksEjector implements VolumeEjector {
  readonly #udisksctl: string;
  readonly #umount: string;
  readonly #sync: string;

  constructor(deps: UdisksEjectorDeps = {}) {
    this.#udisksctl = deps.udisksctl ?? 'udisksctl';
    this.#umount = deps.umount ?? 'umount';
    this.#sync = deps.sync ?? 'sync';
  }

  async eject(device: string, signal: AbortSignal): Promise<void> {
    const options = { limitMs: COMMAND_LIMIT_MS, signal };
    await tryCommand(this.#sync, [], options);
    for (let tried = 1; ; tried += 1) {
      try {
        await this.#unmount(device, signal);
        break;
      } catch (error) {
        signal.throwIfAborted();
        if (tried >= TRIES) throw new EjectFailed(device, { cause: error });
        await setTimeout(BETWEEN_TRIES_MS, undefined, { signal });
      }
    }
    await tryCommand(this.#udisksctl, ['power-off', '-b', device, '--no-user-interaction'], options);
  }

  async #unmount(device: string, signal: AbortSignal): Promise<void> {
    const options = { limitMs: COMMAND_LIMIT_MS, signal };
    try {
      await runCommand(this.#udisksctl, ['unmount', '-b', device, '--no-user-interaction'], options);
    } catch {
      signal.throwIfAborted();
      await runCommand(this.#umount, ['--', device], options);
    }
  }
}
