import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PCM_PREFIX, type AudioOutput } from '#player/adapters/mpv/mpv-flags';

/** Names of the WAV files of a zone: `DIR/ZONE-1.wav` and on, a new one for each load; mpv makes those that it needs. */
export class PcmFiles {
  readonly #folder: string;
  readonly #zoneId: string;
  #last = 0;

  private constructor(folder: string, zoneId: string) {
    this.#folder = folder;
    this.#zoneId = zoneId;
  }

  /** undefined for every other output. */
  static from(output: AudioOutput | undefined, zoneId: string): PcmFiles | undefined {
    return output?.startsWith(PCM_PREFIX) ? new PcmFiles(output.slice(PCM_PREFIX.length), zoneId) : undefined;
  }

  /** Goes on behind the files that are there, so that a restart overwrites nothing. */
  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const numbers = (await readdir(this.#folder))
      .filter((name) => name.startsWith(`${this.#zoneId}-`) && name.endsWith('.wav'))
      .map((name) => Number(name.slice(this.#zoneId.length + 1, -'.wav'.length)));
    this.#last = Math.max(this.#last, ...numbers.filter((number) => Number.isInteger(number)));
  }

  /** Whether a file is one of this zone's, in this folder. */
  isOwn(path: string): boolean {
    return path.startsWith(join(this.#folder, `${this.#zoneId}-`));
  }

  next(): string {
    this.#last += 1;
    return join(this.#folder, `${this.#zoneId}-${String(this.#last)}.wav`);
  }
}
