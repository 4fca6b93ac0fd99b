import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { seedFile, type SeedFormat } from '#test/support/seeds';

/** A stick whose songs are one tone each, in this order. */
export async function writeToneSongs(
  folder: string,
  frequencies: readonly number[],
  seconds: number,
  format: SeedFormat = 'flac',
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, frequencyHz] of frequencies.entries()) {
    const path = join(folder, `${String(index + 1).padStart(2, '0')} ${String(frequencyHz)} hertz.${format}`);
    await copyFile(await seedFile({ format, frequencyHz, seconds }), path);
    paths.push(path);
  }
  return paths;
}
