import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import { pause } from '#car/ignition/pause';
import type { SwitchInput, SwitchReading } from '#car/ports';
import type { Logger } from '#kernel/logger';

export interface FileSwitchInputDeps {
  readonly path: string;
  readonly logger: Logger;
}

/** Files of sysfs tell nobody that they changed. */
const EVERY_MS = 100;

/** A file that holds `1` while something is on, and `0` while it is off: of sysfs, or written by another program. */
export class FileSwitchInput implements SwitchInput {
  readonly #deps: FileSwitchInputDeps;
  #cancel = new AbortController();
  #reading: Promise<void> | undefined;

  constructor(deps: FileSwitchInputDeps) {
    this.#deps = deps;
  }

  start(listener: (reading: SwitchReading) => void): void {
    this.#cancel = new AbortController();
    this.#reading = this.#keepReading(listener, this.#cancel.signal);
  }

  async stop(): Promise<void> {
    this.#cancel.abort();
    await this.#reading;
  }

  async #keepReading(listener: (reading: SwitchReading) => void, signal: AbortSignal): Promise<void> {
    let wasSilent = false;
    const isOver = () => signal.aborted;
    while (!isOver()) {
      const reading = await this.#read(wasSilent);
      // What is neither is a file that is being written.
      if (reading !== undefined && !isOver()) listener(reading);
      wasSilent = reading === 'silent';
      await pause(EVERY_MS, signal);
    }
  }

  async #read(wasSilent: boolean): Promise<SwitchReading | undefined> {
    const { path, logger } = this.#deps;
    try {
      // A pipe by that name must not hold us up.
      await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8);
      const text = buffer.toString('latin1', 0, bytesRead).trim();
      if (text === '1') return 'on';
      return text === '0' ? 'off' : undefined;
    } catch (error) {
      if (!wasSilent) logger.warn({ err: error, path }, 'the file cannot be read');
      return 'silent';
    }
  }
}
