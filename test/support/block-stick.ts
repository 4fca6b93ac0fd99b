import { execFile } from 'node:child_process';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { makeStick, type StickPlan, type StickTruth } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

const run = promisify(execFile);
const TIME_LIMIT_MS = 30_000;
const IMAGE_BYTES = 64 * 1024 * 1024;

export interface BlockStick extends AsyncDisposable {
  readonly truth: StickTruth;
  mount(): Promise<void>;
  /** As a hand does it: at once, whoever holds files open. */
  yank(): Promise<void>;
}

/** Why no file can be mounted as a block device here, or undefined where it can. */
export async function whyNoLoopMount(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root may mount';
  await using scratch = await makeTempFolder();
  try {
    const stick = await makeBlockStick(scratch.path, join(scratch.path, 'mounted'), 'PROBE', {});
    await stick.mount();
    await stick[Symbol.asyncDispose]();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'mount failed') : 'mount failed';
  }
}

/** A file system in a file, with a label and a UUID of its own; `mountPoint` is made and removed like a desktop does. */
export async function makeBlockStick(
  scratch: string,
  mountPoint: string,
  label: string,
  plan: StickPlan,
): Promise<BlockStick> {
  const content = join(scratch, `${label}-content`);
  const image = join(scratch, `${label}.img`);
  const truth = await makeStick(content, plan);
  await writeFile(image, '');
  await truncate(image, IMAGE_BYTES);
  await command('mkfs.ext4', ['-q', '-F', '-L', label, '-d', content, image]);
  let isMounted = false;
  const yank = async () => {
    if (!isMounted) return;
    isMounted = false;
    await command('umount', ['--lazy', mountPoint]);
    await rm(mountPoint, { recursive: true });
  };
  return {
    truth,
    mount: async () => {
      await mkdir(mountPoint, { recursive: true });
      await command('mount', ['-o', 'loop,ro,nosuid,nodev,noexec', image, mountPoint]);
      isMounted = true;
    },
    yank,
    [Symbol.asyncDispose]: yank,
  };
}

async function command(name: string, args: readonly string[]): Promise<void> {
  const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  await run(name, args, { timeout: TIME_LIMIT_MS, env });
}
