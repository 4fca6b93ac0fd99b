import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [LIBRARY] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

/** Why no wall clock can be set here, or undefined where it can. */
export const whyNoWallClock = LIBRARY === undefined ? 'faketime is not installed' : undefined;

export interface WallClock {
  /** For the process whose clock it is, and for its children. */
  readonly env: Readonly<Record<string, string>>;
  /** Steps to a time, as `2026-11-25 12:00:00`; the clock runs on from there. */
  step(to: string): Promise<void>;
}

/** A wall clock that can be wrong, and be put right while the service runs; monotonic clocks stay as they are. */
export async function makeWallClock(folder: string, time: string): Promise<WallClock> {
  const file = join(folder, 'wall-clock');
  const step = (to: string) => writeFile(file, `@${to}\n`);
  await step(time);
  return {
    step,
    env: {
      LD_PRELOAD: LIBRARY ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  };
}
