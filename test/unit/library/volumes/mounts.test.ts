import { describe, expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import type { MountedVolume } from '#library/ports';
import { areSameVolumes, joinVolumes } from '#library/volumes/join-volumes';
import { parseMountinfo } from '#library/volumes/mountinfo';
import { stickMounts } from '#library/volumes/stick-mounts';
import { parseBlockDevices, sticksToMount } from '#library/volumes/unmounted-sticks';
import { volumeIdOfFileSystem, volumeIdOfFolder } from '#library/volumes/volume-id';

const MEDIA = [Buffer.from('/media'), Buffer.from('/run/media')];
const ROOT = '27 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw';

function sticks(...lines: string[]) {
  const mounts = parseMountinfo(Buffer.from([ROOT, ...lines, ''].join('\n')));
  return stickMounts(mounts, MEDIA).map((mount) => mount.mountPoint.toString());
}

describe('the mount table', () => {
  it('undoes the escapes of the kernel, and keeps bytes that are no text', () => {
    const line = Buffer.from('60 27 8:17 / /media/me/MY\\040STICK\\012\xff ro - vfat /dev/sdb1 ro', 'latin1');
    const [mount] = parseMountinfo(line);

    expect(mount?.mountPoint).toEqual(Buffer.from('/media/me/MY STICK\n\xff', 'latin1'));
    expect(mount).toMatchObject({ source: '/dev/sdb1', fileSystem: 'vfat', root: '/', deviceNumber: '8:17' });
  });

  it('shows the last of several mounts on one folder', () => {
    const mounts = parseMountinfo(
      Buffer.from('60 27 8:17 / /media/a ro - vfat /dev/sdb1 ro\n61 60 8:33 / /media/a ro - vfat /dev/sdc1 ro\n'),
    );
    expect(mounts.map((mount) => mount.source)).toEqual(['/dev/sdc1']);
  });

  it('takes mounts at any depth below its folders, and no others', () => {
    expect(
      sticks(
        '60 27 8:17 / /media/A ro - vfat /dev/sdb1 ro',
        '61 27 8:33 / /run/media/me/B ro - exfat /dev/sdc1 ro',
        '62 27 8:49 / /mnt/C ro - ext4 /dev/sdd1 ro',
        '63 27 8:65 / /mediaD ro - ext4 /dev/sde1 ro',
        '64 27 0:50 / /media/proc rw - proc proc rw',
      ),
    ).toEqual(['/media/A', '/run/media/me/B']);
  });

  it("takes a desktop's folder for mounts for no stick", () => {
    expect(
      sticks('60 27 0:40 / /media/me rw - tmpfs tmpfs rw', '61 60 8:17 / /media/me/A ro - vfat /dev/sdb1 ro'),
    ).toEqual(['/media/me/A']);
  });

  it('takes the system itself for no stick, wherever it is mounted', () => {
    expect(sticks('60 27 8:2 / /media/root rw - ext4 /dev/sda2 rw')).toEqual([]);
    expect(sticks('60 27 8:2 /home/music /media/music rw - ext4 /dev/sda2 rw')).toEqual(['/media/music']);
  });
});

function found(id: string, mountPoint: string, place = mountPoint) {
  const volume: MountedVolume = {
    id: volumeId.parse(id),
    label: id,
    mountPoint: Buffer.from(mountPoint),
    device: undefined,
    isDemo: false,
  };
  return { volume, place };
}

describe('a volume that is there twice', () => {
  it('is one volume, the first', () => {
    const joined = joinVolumes([found('a', '/1'), found('b', '/2'), found('a', '/3')], []);

    expect(joined.volumes.map((volume) => String(volume.mountPoint))).toEqual(['/1', '/2']);
    expect(joined.twice.map((volume) => String(volume.mountPoint))).toEqual(['/3']);
  });

  it('is one volume also when two ways lead to one folder', () => {
    const joined = joinVolumes([found('a', '/1', 'same'), found('b', '/2', 'same')], []);
    expect(joined.volumes.map((volume) => volume.id)).toEqual(['a']);
  });

  it('stays where it was seen first, whatever the order now', () => {
    const before = joinVolumes([found('a', '/3')], []).volumes;
    const joined = joinVolumes([found('a', '/1'), found('a', '/3')], before);

    expect(joined.volumes.map((volume) => String(volume.mountPoint))).toEqual(['/3']);
  });
});

it('tells volumes that differ in label or place', () => {
  const a = [found('a', '/1').volume];
  expect(areSameVolumes(a, [found('a', '/1').volume])).toBe(true);
  expect(areSameVolumes(a, [found('a', '/2').volume])).toBe(false);
  expect(areSameVolumes(a, [{ ...found('a', '/1').volume, label: 'new' }])).toBe(false);
  expect(areSameVolumes(a, [])).toBe(false);
});

it('makes ids that fit the contract and depend on nothing but the stick', () => {
  expect(volumeIdOfFileSystem('ABCD-1234')).toBe(volumeIdOfFileSystem('abcd-1234'));
  expect(volumeIdOfFileSystem('ABCD-1234')).not.toBe(volumeIdOfFileSystem('ABCD-1235'));
  expect(volumeIdOfFolder(Buffer.from([0x2f, 0xff]))).not.toBe(volumeIdOfFolder(Buffer.from([0x2f, 0xfe])));
});

describe('sticks that nobody mounts', () => {
  const lsblk = JSON.stringify({
    blockdevices: [
      {
        path: '/dev/sda',
        rm: false,
        hotplug: false,
        fstype: null,
        mountpoints: [null],
        children: [{ path: '/dev/sda2', rm: false, hotplug: false, fstype: 'ext4', mountpoints: ['/'] }],
      },
      {
        path: '/dev/sdb',
        rm: true,
        hotplug: true,
        fstype: null,
        mountpoints: [null],
        children: [
          { path: '/dev/sdb1', rm: true, hotplug: true, fstype: 'vfat', mountpoints: [null] },
          { path: '/dev/sdb2', rm: true, hotplug: true, fstype: 'crypto_LUKS', mountpoints: [null] },
        ],
      },
      { path: '/dev/sdc', rm: false, hotplug: true, fstype: 'exfat', mountpoints: ['/media/me/C'] },
      {
        path: '/dev/mmcblk0',
        rm: true,
        hotplug: true,
        fstype: null,
        mountpoints: [null],
        children: [
          { path: '/dev/mmcblk0p1', rm: true, hotplug: true, fstype: 'vfat', mountpoints: ['/boot/firmware'] },
          { path: '/dev/mmcblk0p3', rm: true, hotplug: true, fstype: 'ext4', mountpoints: [null] },
        ],
      },
    ],
  });
  const toMount = (handled: readonly string[] = []) =>
    sticksToMount(parseBlockDevices(lsblk), new Set(handled)).map((device) => device.path);

  it('are removable, hold a file system of the list, and no part of the system', () => {
    expect(toMount()).toEqual(['/dev/sdb1']);
  });

  it('are tried once', () => {
    expect(toMount(['/dev/sdb1'])).toEqual([]);
  });

  it('are none in what is not the answer of lsblk', () => {
    expect(parseBlockDevices('{}')).toEqual([]);
  });
});
