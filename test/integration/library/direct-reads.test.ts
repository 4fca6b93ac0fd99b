import { randomBytes } from 'node:crypto';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';

import { DirectWindow } from '#library/adapters/direct-window';
import { StickFileHandle } from '#library/adapters/stick-file-handle';
import { makeTempFolder } from '#test/support/temp-folder';

const BYTES = randomBytes(150_001);

function openedDirectly(ctx: TestContext, folder: string): StickFileHandle {
  const file = { mountPoint: Buffer.from(folder), path: Buffer.from('a.mp3') };
  const window = new DirectWindow();
  try {
    const handle = StickFileHandle.open(file, window);
    handle.read(new Uint8Array(1), 0);
    return handle;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
    return ctx.skip('the file system of the temporary folder has no O_DIRECT');
  }
}

it('reads past the system’s memory what stands in the file, wherever it begins and ends', async (ctx) => {
  await using folder = await makeTempFolder();
  const path = await realpath(folder.path);
  await writeFile(join(path, 'a.mp3'), BYTES, { flush: true });
  const handle = openedDirectly(ctx, path);

  try {
    for (const [start, end] of [
      [0, 64],
      [0, 4_096],
      [4_095, 4_097],
      [10, 100_000],
      [149_000, 150_001],
    ] as const) {
      const target = new Uint8Array(end - start);
      expect(handle.read(target, start)).toBe(end - start);
      expect(BYTES.subarray(start, end).equals(target)).toBe(true);
    }
    expect(handle.read(new Uint8Array(100), 149_990)).toBe(11);
    expect(handle.read(new Uint8Array(100), 160_000)).toBe(0);
  } finally {
    handle.close();
  }
});
