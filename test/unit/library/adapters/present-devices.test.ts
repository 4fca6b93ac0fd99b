import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { withDevice } from '#library/adapters/present-devices';
import type { MountEntry } from '#library/volumes/mountinfo';
import { makeTempFolder } from '#test/support/temp-folder';

function mount(source: string, deviceNumber: string, root = '/'): MountEntry {
  return { mountId: '1', deviceNumber, root, mountPoint: Buffer.from('/media/STICK'), fileSystem: 'vfat', source };
}

async function setup() {
  const folder = await makeTempFolder();
  const devices = join(folder.path, 'block');
  await mkdir(devices);
  // As in sysfs: links, which lead into the devices' tree.
  await symlink('../devices', join(devices, '8:1'));
  await mkdir(join(folder.path, 'devices'));
  return { folder, devices };
}

it('keeps a stick until the kernel has no such device any more, though its mount stays', async () => {
  const { folder, devices } = await setup();
  await using _ = folder;
  const stick = mount('/dev/sda1', '8:1');
  expect(await withDevice([stick], devices)).toEqual([stick]);

  await rm(join(devices, '8:1'));
  expect(await withDevice([stick], devices)).toEqual([]);
});

it('asks for the node of a device whose file system runs in user space', async () => {
  const { folder, devices } = await setup();
  await using _ = folder;
  const here = mount('/dev/null', '0:44');
  const away = mount('/dev/carputer-none', '0:45');
  expect(await withDevice([here, away], devices)).toEqual([here]);
});

it('believes the mount table where there is no sysfs, and of what is no device', async () => {
  const { folder, devices } = await setup();
  await using _ = folder;
  const stick = mount('/dev/sdc1', '8:33');
  const bound = mount('/dev/sdc1', '8:33', '/music');
  const network = mount('server:/music', '0:50');
  expect(await withDevice([stick], join(folder.path, 'nowhere'))).toEqual([stick]);
  expect(await withDevice([bound, network], devices)).toEqual([bound, network]);
});
