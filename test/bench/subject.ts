import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { BenchOptions } from '#test/bench/options';
import { SERVICE_SOURCE } from '#test/support/service';
import { makeStick } from '#test/support/stick';

const BUILT = fileURLToPath(new URL('../../out/main/service.js', import.meta.url));

/** The built service where there is one, as users run it; else the source. */
export function benchEntry(): string {
  return existsSync(BUILT) ? BUILT : SERVICE_SOURCE;
}

/** The folder to measure with: the given one, or a stick made below `scratch`. */
export async function benchStick(options: BenchOptions, scratch: string): Promise<string> {
  if (options.media !== undefined) {
    const folder = resolve(options.media);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      options.say(`--media: there is no folder ${folder}`);
      process.exit(2);
    }
    return folder;
  }
  const dir = join(scratch, 'stick');
  await makeStick(dir, { tracks: options.tracks, hasArtwork: true, hasPlaylist: true });
  return dir;
}
