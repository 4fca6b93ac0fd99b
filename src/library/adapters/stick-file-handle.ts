import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from 'node:fs';

import type { DirectWindow } from '#library/adapters/direct-window';
import { onStick, pathKey } from '#library/scan/path-bytes';
import { NOT_A_FILE } from '#library/scan/unreadable-reason';
import type { StickFile } from '#library/scan/scan-ports';

/** A pipe or a device under the name of a file. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

/** Reached through a folder that is a link, or on a stick that was unmounted while it was opened. */
export class OutsideStick extends Error {
  override readonly name = 'OutsideStick';
}

const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
const SLASH = Buffer.from('/');

/** A regular file of a stick, open for reading. Synchronous: for threads and children that may be killed. */
export class StickFileHandle {
  readonly fd: number;
  readonly sizeBytes: number;
  readonly #window: DirectWindow | undefined;
  bytesRead = 0;

  private constructor(fd: number, sizeBytes: number, window: DirectWindow | undefined) {
    this.fd = fd;
    this.sizeBytes = sizeBytes;
    this.#window = window;
  }

  /**
   * Throws the system's error, `NotAFile` or `OutsideStick`. With a `window` it is read past the system's memory of files,
   * and nothing ahead of what is asked for; where that cannot be, EINVAL comes from here or from a read.
   */
  static open(file: StickFile, window?: DirectWindow): StickFileHandle {
    const path = onStick(file.mountPoint, file.path);
    const fd = openWithoutTrace(path, window === undefined ? READ_ONLY : READ_ONLY | constants.O_DIRECT);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) throw new NotAFile(NOT_A_FILE);
      if (!isBelow(fd, file.mountPoint)) throw new OutsideStick('lies outside the stick');
      return new StickFileHandle(fd, stats.size, window);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Fills `target` from `position` on; the number of bytes that there were. */
  read(target: Uint8Array, position: number): number {
    let filled = 0;
    // Nothing lies behind the end: to ask there costs the device one more read of the last block.
    while (filled < target.length && position + filled < this.sizeBytes) {
      const got = this.#readSome(target.subarray(filled), position + filled);
      if (got === 0) break;
      filled += got;
    }
    this.bytesRead += filled;
    return filled;
  }

  close(): void {
    closeSync(this.fd);
  }

  #readSome(target: Uint8Array, position: number): number {
    if (this.#window !== undefined) return this.#window.read(this.fd, target, position);
    return readSync(this.fd, target, 0, target.length, position);
  }
}

/** Without changing the time of access, where the system allows that: only the owner of a file may ask for it. */
function openWithoutTrace(path: Buffer, flags: number): number {
  try {
    return openSync(path, flags | constants.O_NOATIME);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
    return openSync(path, flags);
  }
}

/** O_NOFOLLOW guards the last step of a path only; the kernel knows where the file really is. */
function isBelow(fd: number, mountPoint: Buffer): boolean {
  const real = readlinkSync(`/proc/self/fd/${fd}`, { encoding: 'buffer' });
  const root = pathKey(Buffer.concat([mountPoint, SLASH])).replace(/\/+$/u, '/');
  return pathKey(real).startsWith(root);
}
