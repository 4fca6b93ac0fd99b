import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import { pause } from '#car/ignition/pause';
import type { LightSensor } from '#car/ports';
import type { Logger } from '#kernel/logger';

export interface IioLightSensorDeps {
  readonly path: string;
  readonly logger: Logger;
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
const LONGEST_NUMBER = 32;

/**
 * A file of the kernel's Industrial I/O that holds how bright it is: `in_illuminance_input` in lux, or `in_illuminance_raw`,
 * to be multiplied by `in_illuminance_scale` where that stands beside it (Documentation/ABI/testing/sysfs-bus-iio).
 */
export class IioLightSensor implements LightSensor {
  readonly #deps: IioLightSensorDeps;
  #cancel = new AbortController();
  #reading: Promise<void> | undefined;

  constructor(deps: IioLightSensorDeps) {
    this.#deps = deps;
  }

  start(listener: (lux: number | undefined) => void): void {
    this.#cancel = new AbortController();
    this.#reading = this.#keepReading(listener, this.#cancel.signal);
  }

  async stop(): Promise<void> {
    this.#cancel.abort();
    await this.#reading;
  }

  async #keepReading(listener: (lux: number | undefined) => void, signal: AbortSignal): Promise<void> {
    const { path, logger, everyMs = EVERY_MS } = this.#deps;
    let wasSilent = false;
    const isOver = () => signal.aborted;
    while (!isOver()) {
      const lux = await readLux(path);
      if (isOver()) return;
      if (lux === undefined && !wasSilent) logger.warn({ path }, 'the light sensor does not say how bright it is');
      wasSilent = lux === undefined;
      listener(lux);
      await pause(everyMs, signal);
    }
  }
}

async function readLux(path: string): Promise<number | undefined> {
  const value = await readNumber(path);
  if (value === undefined || !path.endsWith('_raw')) return value;
  return value * ((await readNumber(path.replace(/_raw$/u, '_scale'))) ?? 1);
}

/** Undefined where there is no such file, or no number in it. */
async function readNumber(path: string): Promise<number | undefined> {
  try {
    // A pipe by that name must not hold us up.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_NUMBER), 0, LONGEST_NUMBER);
    const text = buffer.toString('latin1', 0, bytesRead).trim();
    return /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}
