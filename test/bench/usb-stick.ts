import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const COMMAND_LIMIT_MS = 120_000;

/** What a stick of USB 2.0 gives; the larger of the two limits counts, so it is a kind stick. */
const BYTES_PER_SECOND = 25_000_000;
const READS_PER_SECOND = 1_000;
/** As usb-storage asks at most. */
const LARGEST_REQUEST_KB = 120;
const READ_AHEAD_KB = 128;
const CGROUP = '/sys/fs/cgroup/blkio/carputer-bench';

export interface DeviceReads {
  readonly reads: number;
  readonly bytes: number;
}

export interface UsbStick extends AsyncDisposable {
  readonly mountPoint: string;
  /** This process, and all that it starts, read from the stick as slowly as from one on USB; or as fast as they can. */
  throttle(isSlow: boolean): void;
  /** Shows it at `folder`, too, until what this gives is disposed of. */
  insertAt(folder: string): Promise<AsyncDisposable>;
  /** What the device has delivered since it was made, read-ahead included. */
  reads(): DeviceReads;
}

/** Why there can be no such stick here, in words; undefined where there can. */
export function whyNoUsbStick(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may mount';
  if (!existsSync('/sys/fs/cgroup/blkio/blkio.throttle.read_bps_device')) return 'no blkio controller (cgroup v1)';
  return undefined;
}

/** An ext4 on a loop device without a cache of its own. To be called in a mount namespace of its own. */
export async function makeUsbStick(scratch: string, megabytes: number): Promise<UsbStick> {
  const free = statfsSync(scratch);
  if (free.bavail * free.bsize < megabytes * 1_048_576) throw new Error(`${scratch} has no room for ${megabytes} MB`);
  const image = join(scratch, 'stick.img');
  const mountPoint = join(scratch, 'usb');
  await mkdir(mountPoint);
  await writeFile(image, '');
  await truncate(image, megabytes * 1_048_576);
  await command('mkfs.ext4', ['-q', '-F', '-m', '0', '-O', '^has_journal', image]);
  const device = (await command('losetup', ['-f', '--show', '--direct-io=on', image])).trim();
  await command('mount', ['-o', 'noatime', device, mountPoint]);
  const block = `/sys/block/${basename(device)}`;
  writeFileSync(`${block}/queue/max_sectors_kb`, String(LARGEST_REQUEST_KB));
  writeFileSync(`${block}/queue/read_ahead_kb`, String(READ_AHEAD_KB));
  mkdirSync(CGROUP, { recursive: true });
  writeFileSync(join(CGROUP, 'cgroup.procs'), String(process.pid));
  const number = readFileSync(`${block}/dev`, 'utf8').trim();
  const limit = (isSlow: boolean) => {
    writeFileSync(join(CGROUP, 'blkio.throttle.read_bps_device'), `${number} ${isSlow ? BYTES_PER_SECOND : 0}`);
    writeFileSync(join(CGROUP, 'blkio.throttle.read_iops_device'), `${number} ${isSlow ? READS_PER_SECOND : 0}`);
  };
  return {
    mountPoint,
    throttle: limit,
    insertAt: async (folder) => {
      await mkdir(folder, { recursive: true });
      await command('mount', ['--bind', mountPoint, folder]);
      return {
        [Symbol.asyncDispose]: async () => {
          await command('umount', ['--lazy', folder]);
        },
      };
    },
    reads: () => {
      const fields = readFileSync(`${block}/stat`, 'utf8').trim().split(/\s+/u).map(Number);
      return { reads: fields[0] ?? 0, bytes: (fields[2] ?? 0) * 512 };
    },
    [Symbol.asyncDispose]: async () => {
      limit(false);
      await command('umount', ['--lazy', mountPoint]);
      await command('losetup', ['-d', device]);
    },
  };
}

async function command(name: string, args: readonly string[]): Promise<string> {
  const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const { stdout } = await run(name, args, { timeout: COMMAND_LIMIT_MS, env });
  return stdout;
}
