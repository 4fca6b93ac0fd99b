import { writeFile } from 'node:fs/promises';

import type { ApiClient } from '#contract/client';
import type { DrivingReading } from '#contract/entities/driving';

const SOURCE = 'simulated';
const EVERY_MS = 1_000;

/** Flags for a service whose car is told by `SimulatedCar`; `file` is written. */
export async function flagsOfSimulatedCar(file: string): Promise<string[]> {
  await writeFile(file, JSON.stringify({ driving: { sources: [SOURCE] } }));
  return ['--config', file];
}

/** A car that says every second what it does, as its sources have to. */
export class SimulatedCar implements Disposable {
  readonly #client: ApiClient;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Resolves when the service knows. */
  async park(): Promise<void> {
    await this.#keepSaying({ speedKmh: 0, isHandbrakeOn: true });
  }

  async drive(speedKmh = 80): Promise<void> {
    await this.#keepSaying({ speedKmh, isHandbrakeOn: false });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #keepSaying(reading: Partial<DrivingReading>): Promise<void> {
    clearInterval(this.#timer);
    const say = () => this.#client.call('reportDriving', { source: SOURCE, ...reading });
    await say();
    this.#timer = setInterval(() => void say().catch(() => undefined), EVERY_MS);
  }
}
