import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { tryCommand } from '#library/adapters/run-command';

/** What a file system calls itself. */
export interface FileSystemIdentity {
  readonly uuid: string | undefined;
  readonly label: string | undefined;
}

const LIMIT_MS = 2_000;

/** From udev's links, else from lsblk, else from the device itself, which needs the right to read it. */
export async function identifyFileSystem(device: string): Promise<FileSystemIdentity> {
  const linked = {
    uuid: await linkTo(device, '/dev/disk/by-uuid'),
    label: await linkTo(device, '/dev/disk/by-label'),
  };
  if (linked.uuid !== undefined) return linked;
  const listed = await fromLsblk(device);
  return listed.uuid === undefined ? fromBlkid(device) : listed;
}

/** udev writes what it does not allow in names as `\x20`. */
async function linkTo(device: string, folder: string): Promise<string | undefined> {
  try {
    const target = await realpath(device);
    for (const name of await readdir(folder)) {
      if ((await realpath(join(folder, name)).catch(() => undefined)) === target) return unescapedName(name);
    }
  } catch {
    // No udev here, or the device is gone.
  }
  return undefined;
}

function unescapedName(name: string): string {
  const bytes = Buffer.from(name).toString('latin1');
  const plain = bytes.replaceAll(/\\x([\da-f]{2})/giu, (_all, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  return Buffer.from(plain, 'latin1').toString('utf8');
}

const lsblkReport = z.object({
  blockdevices: z.array(z.object({ uuid: z.string().nullish(), label: z.string().nullish() })).min(1),
});

async function fromLsblk(device: string): Promise<FileSystemIdentity> {
  const json = await tryCommand('lsblk', ['-J', '-d', '-o', 'UUID,LABEL', device], { limitMs: LIMIT_MS });
  const report = lsblkReport.safeParse(parsed(json));
  const found = report.success ? report.data.blockdevices[0] : undefined;
  return { uuid: found?.uuid ?? undefined, label: found?.label ?? undefined };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Both in one process, in udev's own form of them. */
async function fromBlkid(device: string): Promise<FileSystemIdentity> {
  const lines = await tryCommand('blkid', ['-p', '-o', 'udev', device], { limitMs: LIMIT_MS });
  const valueOf = (key: string) => {
    const [, value = ''] = new RegExp(`^${key}=(.*)$`, 'mu').exec(lines ?? '') ?? [];
    return value === '' ? undefined : unescapedName(value);
  };
  return { uuid: valueOf('ID_FS_UUID_ENC'), label: valueOf('ID_FS_LABEL_ENC') };
}
