import { opendir, readdir, readFile, realpath, stat } from 'node:fs/promises';

import { joinPath } from '#library/scan/path-bytes';
import { isBelow } from '#library/volumes/stick-mounts';

/** Folders that stand for sticks although nothing is mounted there: `folder/LABEL`, or `folder/USER/LABEL`. */
export async function plainFolders(
  folder: Buffer,
  mountPoints: readonly Buffer[],
  users: ReadonlySet<string>,
): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const first of await subfolders(folder)) {
    const path = joinPath(folder, first);
    if (mountPoints.some((mount) => mount.equals(path))) continue;
    const isForMounts = mountPoints.some((mount) => isBelow(mount, path));
    const isForUser = users.has(first.toString('utf8')) && (await holdsFoldersOnly(path));
    if (!isForMounts && !isForUser) {
      if (await holdsSomething(path)) found.push(path);
      continue;
    }
    for (const second of await subfolders(path)) {
      const inner = joinPath(path, second);
      const isTaken = mountPoints.some((mount) => mount.equals(inner) || isBelow(mount, inner));
      if (!isTaken && (await holdsSomething(inner))) found.push(inner);
    }
  }
  return found;
}

/** An empty folder is what a pulled stick leaves behind. One that cannot be read is no stick either. */
export async function holdsSomething(path: Buffer | string): Promise<boolean> {
  try {
    const directory = await opendir(path, { bufferSize: 1 });
    try {
      return (await directory.read()) !== null;
    } finally {
      await directory.close();
    }
  } catch {
    return false;
  }
}

/** Where a folder really is; undefined when there is none. */
export async function realFolder(path: string): Promise<Buffer | undefined> {
  try {
    const real = await realpath(path, { encoding: 'buffer' });
    return (await stat(real)).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}

async function subfolders(folder: Buffer): Promise<Buffer[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    return names.filter((name) => name[0] !== DOT).sort((a, b) => Buffer.compare(a, b));
  } catch {
    return [];
  }
}

const DOT = 0x2e;

async function holdsFoldersOnly(path: Buffer): Promise<boolean> {
  try {
    const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
    return entries.every((entry) => entry.isDirectory());
  } catch {
    return false;
  }
}

/** People, and root: desktops make each of them a folder under /media. */
export async function userNames(): Promise<ReadonlySet<string>> {
  const lines = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const people = lines
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([, , uid]) => uid === '0' || Number(uid) >= 1000);
  return new Set(people.map(([name]) => name ?? ''));
}
