import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A data folder on a card of its own, that can be full. */
export interface SmallCard extends AsyncDisposable {
  resize(size: string): void;
}

/** Why no card can be made here, or undefined where one can. */
export function whyNoCard(): string | undefined {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'only root may mount';
  }
}

/** Makes `folder`, a file system in memory of `size` (`3m`). */
export function makeSmallCard(folder: string, size: string): SmallCard {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  return {
    resize: (wanted) => execFileSync('mount', ['-o', `remount,size=${wanted}`, folder]),
    [Symbol.asyncDispose]: () => {
      execFileSync('umount', ['-l', folder]);
      return Promise.resolve();
    },
  };
}
