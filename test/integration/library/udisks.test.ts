import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { UdisksEjector } from '#library/adapters/udisks-ejector';
import { UdisksStickMounter } from '#library/adapters/udisks-stick-mounter';
import { EjectFailed } from '#library/volumes/volume-errors';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

/** A command that notes how it was called. */
async function command(name: string, body = ''): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, `#!/bin/sh\necho "${name} $*" >> ${join(folder.path, 'calls')}\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

async function calls(): Promise<string[]> {
  const text = await readFile(join(folder.path, 'calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

describe('ejecting', () => {
  const signal = () => AbortSignal.timeout(10_000);

  it('unmounts through udisks and cuts the power', async () => {
    const ejector = new UdisksEjector({ udisksctl: await command('udisksctl'), sync: await command('sync') });
    await ejector.eject('/dev/sdz1', signal());

    expect(await calls()).toEqual([
      'sync ',
      'udisksctl unmount -b /dev/sdz1 --no-user-interaction',
      'udisksctl power-off -b /dev/sdz1 --no-user-interaction',
    ]);
  });

  it('unmounts itself where udisks is not', async () => {
    const ejector = new UdisksEjector({
      udisksctl: join(folder.path, 'missing'),
      umount: await command('umount'),
      sync: await command('sync'),
    });
    await ejector.eject('/dev/sdz1', signal());

    expect(await calls()).toEqual(['sync ', 'umount -- /dev/sdz1']);
  });

  it('fails with a reason when the stick stays busy', async () => {
    const busy = { udisksctl: await command('udisksctl', 'exit 1'), umount: await command('umount', 'exit 32') };
    const ejector = new UdisksEjector({ ...busy, sync: await command('sync') });

    await expect(ejector.eject('/dev/sdz1', signal())).rejects.toBeInstanceOf(EjectFailed);
    expect((await calls()).filter((call) => call.includes('power-off'))).toEqual([]);
  });
});

describe('sticks that nobody mounts', () => {
  const device = (mounted: boolean) =>
    JSON.stringify({
      blockdevices: [{ path: '/dev/sdz1', rm: true, fstype: 'vfat', mountpoints: [mounted ? '/media/me/Z' : null] }],
    });

  it('are mounted read-only, once, when they come', async () => {
    const list = join(folder.path, 'list');
    await writeFile(list, '{"blockdevices":[]}');
    const mounter = new UdisksStickMounter({
      logger: silentLogger,
      udisksctl: await command('udisksctl'),
      lsblk: await command('lsblk', `cat ${list}`),
      devicesFolder: folder.path,
    });
    await mounter.start();
    try {
      await writeFile(list, device(false));
      await writeFile(join(folder.path, 'sdz1'), '');
      await until(async () => (await calls()).some((call) => call.startsWith('udisksctl mount')));

      await writeFile(join(folder.path, 'sdz2'), '');
      await until(async () => (await calls()).filter((call) => call.startsWith('lsblk')).length >= 2);
      expect((await calls()).filter((call) => call.startsWith('udisksctl mount'))).toEqual([
        'udisksctl mount -b /dev/sdz1 -o ro,nosuid,nodev,noexec --no-user-interaction',
      ]);
    } finally {
      await mounter.stop();
    }
  });

  it('are left alone where udisks is not', async () => {
    const mounter = new UdisksStickMounter({
      logger: silentLogger,
      udisksctl: join(folder.path, 'missing'),
      lsblk: await command('lsblk'),
      devicesFolder: folder.path,
    });
    await mounter.start();
    await mounter.stop();

    expect(await calls()).toEqual([]);
  });
});
