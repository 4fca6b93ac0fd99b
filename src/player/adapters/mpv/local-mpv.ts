import type { Duplex } from 'node:stream';

import type { KnownFlags } from '#player/adapters/mpv/known-flags';
import { openSocket } from '#player/adapters/mpv/mpv-client';
import type { MpvHost } from '#player/adapters/mpv/mpv-host';
import { endLeftOvers, findPlayer, memoryKb, spawnMpv, type MpvProcess } from '#player/adapters/mpv/mpv-process';

export interface LocalMpvDeps {
  /** `mpv`, or the path of it. */
  readonly binary: string;
  readonly flags: KnownFlags;
  readonly socketPath: string;
}

/** mpv as a process of this machine, found again by its socket after a service that died. */
export class LocalMpv implements MpvHost {
  readonly #deps: LocalMpvDeps;

  constructor(deps: LocalMpvDeps) {
    this.#deps = deps;
  }

  async start(flags: readonly string[]): Promise<MpvProcess> {
    return spawnMpv(this.#deps.binary, await this.#all(flags));
  }

  open(): Promise<Duplex | undefined> {
    return openSocket(this.#deps.socketPath);
  }

  find(flags: () => readonly string[]): Promise<MpvProcess | undefined> {
    return findPlayer(this.#deps.socketPath, () => this.#all(flags()));
  }

  endLeftOvers(): Promise<number> {
    return endLeftOvers(this.#deps.socketPath);
  }

  sizeKb({ pid }: MpvProcess): Promise<number | undefined> {
    return memoryKb(pid);
  }

  addressOf(path: Buffer): Buffer {
    return path;
  }

  forgetProgram(): Promise<void> {
    return this.#deps.flags.forget();
  }

  stop(): void {
    // What it started is ended one by one.
  }

  #all(flags: readonly string[]): Promise<readonly string[]> {
    return this.#deps.flags.of([...flags, `--input-ipc-server=${this.#deps.socketPath}`]);
  }
}
