import { execFileSync, spawn } from 'node:child_process';
import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { LinuxMountTable } from '#library/adapters/linux-mount-table';
import type { MountedVolume } from '#library/ports';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

let folder: TempFolder;
let base: string;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await makeTempFolder();
  base = await realpath(folder.path);
});

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await folder[Symbol.asyncDispose]();
});

async function song(...path: string[]): Promise<void> {
  const file = join(base, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, 'x');
}

async function start(folders: { mounts?: string[]; media?: string[]; demo?: string }) {
  const at = (names: string[] = []) => names.map((name) => join(base, name));
  const table = new LinuxMountTable({
    mountsFolders: at(folders.mounts),
    mediaFolders: at(folders.media),
    demoFolder: folders.demo === undefined ? undefined : join(base, folders.demo),
    logger: silentLogger,
  });
  let seen: readonly MountedVolume[] = [];
  let twice: readonly MountedVolume[] = [];
  await table.start((mounted, again) => {
    seen = mounted;
    twice = again;
  });
  ends.push(() => table.stop());
  return {
    labels: () => seen.map(({ label }) => label),
    volumes: () => seen,
    twice: () => twice.map(({ mountPoint }) => String(mountPoint)),
    shows: (...labels: string[]) => until(() => seen.map(({ label }) => label).join() === labels.join()),
  };
}

describe('folders that stand for sticks', () => {
  it('are those below the mounts folder that hold something', async () => {
    await song('mounts', 'STICK', '1.mp3');
    await mkdir(join(base, 'mounts', 'left over'), { recursive: true });
    await symlink('/etc', join(base, 'mounts', 'link'));
    const table = await start({ mounts: ['mounts'] });

    expect(table.volumes()).toMatchObject([{ label: 'STICK', device: undefined, isDemo: false }]);
  });

  it('come and go while it runs, also when the mounts folder itself does', async () => {
    const table = await start({ mounts: ['mounts'] });
    expect(table.labels()).toEqual([]);

    await song('mounts', 'STICK', '1.mp3');
    await table.shows('STICK');
    const [before] = table.volumes();
    await rename(join(base, 'mounts', 'STICK'), join(base, 'away'));
    await table.shows();
    await rename(join(base, 'away'), join(base, 'mounts', 'STICK'));
    await table.shows('STICK');
    expect(table.volumes()[0]?.id).toBe(before?.id);
  });

  it("lie one deeper in a person's folder", async () => {
    await song('mounts', 'root', 'STICK', '1.mp3');
    await mkdir(join(base, 'mounts', 'root', 'empty'));
    const table = await start({ mounts: ['mounts'] });

    expect(table.labels()).toEqual(['STICK']);
  });

  it('may be named one by one, and are in while they hold something', async () => {
    await mkdir(join(base, 'music'));
    const table = await start({ media: ['music', 'missing'] });
    expect(table.labels()).toEqual([]);

    await song('music', '1.mp3');
    await song('missing', '1.mp3');
    await table.shows('music', 'missing');
    await rm(join(base, 'music'), { recursive: true });
    await table.shows('missing');
  });

  it('are one volume when they are named twice', async () => {
    await song('music', '1.mp3');
    await symlink('music', join(base, 'same'));
    const table = await start({ media: ['music', 'same'] });

    expect(table.labels()).toEqual(['music']);
    expect(table.twice()).toEqual([join(base, 'music')]);
  });

  it('are one volume when they are named on their own and lie below the mounts folder', async () => {
    await song('mounts', 'STICK', '1.mp3');
    const table = await start({ mounts: ['mounts'], media: ['mounts/STICK'] });

    expect(table.labels()).toEqual(['STICK']);
    expect(table.twice()).toEqual([join(base, 'mounts', 'STICK')]);
  });

  it('let the demo in only while there are none', async () => {
    await song('demo', '1.mp3');
    const table = await start({ mounts: ['mounts'], demo: 'demo' });
    expect(table.volumes()).toMatchObject([{ id: 'demo', label: 'Demo', isDemo: true }]);

    await song('mounts', 'STICK', '1.mp3');
    await table.shows('STICK');
    await rm(join(base, 'mounts', 'STICK'), { recursive: true });
    await table.shows('Demo');
  });
});

/** Mounting needs root and loop devices, and a namespace keeps it from everyone else. */
const canMount = (() => {
  try {
    execFileSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt && losetup -f'], {
      stdio: 'ignore',
      timeout: 5_000,
    });
    return true;
  } catch {
    return false;
  }
})();

interface Report {
  readonly mounted: readonly { id: string; label: string; device?: string; mountPoint: string }[];
  readonly twice: readonly { mountPoint: string }[];
}

describe.skipIf(!canMount)('mounted sticks (needs root and loop devices)', () => {
  function startInNamespace(findmnt: string) {
    const child = fileURLToPath(new URL('children/mount-table-child.ts', import.meta.url));
    const args = ['-m', '--propagation', 'private', process.execPath, child, join(base, 'mounts'), findmnt];
    const process_ = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let last: Report | undefined;
    createInterface({ input: process_.stdout }).on('line', (line) => {
      last = JSON.parse(line) as Report;
    });
    const ended = new Promise((resolve) => process_.once('exit', resolve));
    ends.push(() => {
      process_.stdin.end();
      return ended;
    });
    return {
      run: (...command: string[]) => process_.stdin.write(`${JSON.stringify(command)}\n`),
      report: (test: (report: Report) => boolean) => until(() => (last && test(last) ? last : undefined)),
    };
  }

  async function makeImage(label: string): Promise<string> {
    const image = join(base, `${label}.img`);
    await writeFile(image, Buffer.alloc(4 * 1024 * 1024));
    execFileSync('mkfs.ext4', ['-q', '-F', '-L', label, image], { timeout: 10_000 });
    return image;
  }

  it.each([
    ['findmnt tells', 'findmnt'],
    ['nobody tells', 'no-such-findmnt'],
  ])('are known by what they hold, wherever they are mounted, when %s', async (_name, findmnt) => {
    const image = await makeImage('MY STICK');
    await mkdir(join(base, 'mounts', 'a b'), { recursive: true });
    await mkdir(join(base, 'mounts', 'second'));
    const table = startInNamespace(findmnt);
    await table.report(({ mounted }) => mounted.length === 0);

    table.run('mount', '-o', 'loop,ro', image, join(base, 'mounts', 'a b'));
    const first = await table.report(({ mounted }) => mounted.length === 1);
    expect(first.mounted).toMatchObject([{ label: 'MY STICK', mountPoint: join(base, 'mounts', 'a b') }]);
    expect(first.mounted[0]?.device).toMatch(/^\/dev\/loop/u);

    table.run('mount', '--bind', join(base, 'mounts', 'a b'), join(base, 'mounts', 'second'));
    const twice = await table.report((report) => report.twice.length === 1);
    expect(twice.mounted).toMatchObject([{ mountPoint: join(base, 'mounts', 'a b') }]);

    table.run('umount', join(base, 'mounts', 'second'));
    table.run('umount', join(base, 'mounts', 'a b'));
    await table.report(({ mounted }) => mounted.length === 0);

    table.run('mount', '-o', 'loop,ro', image, join(base, 'mounts', 'second'));
    const again = await table.report(({ mounted }) => mounted.length === 1);
    expect(again.mounted[0]?.id).toBe(first.mounted[0]?.id);
    table.run('umount', join(base, 'mounts', 'second'));
    await table.report(({ mounted }) => mounted.length === 0);
  });
});
