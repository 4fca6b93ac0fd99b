import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ZoneId } from '#contract/entities/ids';
import type { DuckMemory } from '#player/ports';

/** In the runtime folder, which is memory: it lasts as long as players do that outlive their service. */
export class DuckNotes implements DuckMemory {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  keep(zoneId: ZoneId, volumePercent: number): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(this.#fileOf(zoneId), String(volumePercent));
  }

  take(zoneId: ZoneId): number | undefined {
    const text = readOr(this.#fileOf(zoneId), '');
    rmSync(this.#fileOf(zoneId), { force: true });
    const percent = Number(text);
    return text !== '' && percent >= 0 && percent <= 100 ? percent : undefined;
  }

  #fileOf(zoneId: ZoneId): string {
    return join(this.#folder, `${Buffer.from(zoneId).toString('hex')}.percent`);
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
