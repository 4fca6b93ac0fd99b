import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { identifyFileSystem } from '#library/adapters/file-system-identity';
import { makeTempFolder } from '#test/support/temp-folder';

const MEGABYTE = 1024 * 1024;
const UUID = '5b3c6a0e-9f64-4a55-8a40-0a2a5a3a0d11';

describe('identifyFileSystem, of a device that udev does not know', () => {
  it.each([
    { label: 'MÜ SIK/1', known: { uuid: UUID, label: 'MÜ SIK/1' } },
    { label: '', known: { uuid: UUID, label: undefined } },
  ])('reads its number and the label "$label"', async ({ label, known }) => {
    await using folder = await makeTempFolder();
    const device = join(folder.path, 'device');
    writeFileSync(device, '');
    truncateSync(device, 4 * MEGABYTE);
    execFileSync('/sbin/mkfs.ext4', ['-q', '-U', UUID, ...(label === '' ? [] : ['-L', label]), device]);

    expect(await identifyFileSystem(device)).toEqual(known);
  });

  it('knows nothing of one without a file system', async () => {
    await using folder = await makeTempFolder();
    const device = join(folder.path, 'device');
    writeFileSync(device, 'nothing of the kind');

    expect(await identifyFileSystem(device)).toEqual({ uuid: undefined, label: undefined });
  });
});
