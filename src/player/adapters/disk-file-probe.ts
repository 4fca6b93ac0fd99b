import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';

import { withLimit } from '#kernel/lifecycle';
import type { FileAnswer, FileProbe } from '#player/engine-port';

const LIMIT_MS = 400;
/** A device that says nothing for so long has nothing to say. */
const PATIENT_LIMIT_MS = 5_000;
const SAMPLE_BYTES = 4_096;
/** Files beside one that cannot be read: whether it is the device, or this file alone. */
const NEIGHBOURS = 3;
/** Node reads files with four threads: a device that hangs must leave some to all else. */
const MOST_ASKED = 2;
const SLASH = Buffer.from('/');
/** What the kernel says of a device that is not there any more; all else is an answer, if not a song. */
const DEVICE_GONE = new Set(['EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'ENOTCONN', 'EREMOTEIO', 'ENOMEDIUM', 'ETIMEDOUT']);
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);

type Part = 'head' | 'ends';

/**
 * Asks the disk itself: names, sizes and whole songs may still be in memory when the stick is out, so a few bytes are read
 * past the cache (O_DIRECT of open(2)), where the file system can.
 */
export class DiskFileProbe implements FileProbe {
  /** By part and path. A device that hangs keeps a thread of the few for as long: it is asked once, not twice a second. */
  readonly #asked = new Map<string, Promise<FileAnswer>>();

  async probe(path: Buffer): Promise<FileAnswer> {
    if (this.#isFull(path, 'ends')) return 'gone';
    try {
      return await withLimit(this.#ask(path, 'ends'), LIMIT_MS, 'The disk did not answer');
    } catch {
      return 'gone';
    }
  }

  /** The head alone: it has been read when the file was opened, so that a bad place in the file is none in the device. */
  async isGone(path: Buffer): Promise<boolean> {
    if (this.#isFull(path, 'head')) return false;
    try {
      return (await withLimit(this.#ask(path, 'head'), PATIENT_LIMIT_MS, 'The disk did not answer')) === 'gone';
    } catch {
      return false;
    }
  }

  /** Whoever hangs now would only be joined. */
  #isFull(path: Buffer, part: Part): boolean {
    return this.#asked.size >= MOST_ASKED && !this.#asked.has(keyOf(path, part));
  }

  #ask(path: Buffer, part: Part): Promise<FileAnswer> {
    const key = keyOf(path, part);
    const asked = this.#asked.get(key) ?? ask(path, part).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }
}

function keyOf(path: Buffer, part: Part): string {
  return `${part} ${path.toString('latin1')}`;
}

async function ask(path: Buffer, part: Part): Promise<FileAnswer> {
  const code = await failureOf(path, part);
  if (DEVICE_GONE.has(code)) return (await answersBeside(path)) ? 'answers' : 'gone';
  if (!NOT_THERE.has(code)) return 'answers';
  // An unmounted stick leaves an empty folder, or none: then the file is not alone in being away.
  return (await namesBeside(path)).length > 0 ? 'missing' : 'gone';
}

/** A stick with a bad place in one song still gives the others. */
async function answersBeside(path: Buffer): Promise<boolean> {
  const folder = folderOf(path);
  const others = (await namesBeside(path)).map((name) => Buffer.concat([folder, SLASH, name]));
  for (const other of others.filter((one) => !one.equals(path)).slice(0, NEIGHBOURS)) {
    if ((await failureOf(other, 'head')) === '') return true;
  }
  return false;
}

async function namesBeside(path: Buffer): Promise<Buffer[]> {
  try {
    return await readdir(folderOf(path), { encoding: 'buffer' });
  } catch {
    return [];
  }
}

function folderOf(path: Buffer): Buffer {
  return path.subarray(0, Math.max(1, path.lastIndexOf(SLASH)));
}

/** The system's error code, '' for none. */
async function failureOf(path: Buffer, part: Part): Promise<string> {
  try {
    await read(path, part);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

async function read(path: Buffer, part: Part): Promise<void> {
  const file = await openPastCache(path);
  try {
    await file.read(sample, 0, SAMPLE_BYTES, 0);
    if (part === 'head') return;
    const last = Math.max(0, (await file.stat()).size - 1);
    await file.read(sample, 0, SAMPLE_BYTES, last - (last % SAMPLE_BYTES));
  } finally {
    await file.close();
  }
}

/** FUSE and memory file systems refuse to go past the cache. */
async function openPastCache(path: Buffer): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  try {
    return await open(path, flags | constants.O_DIRECT);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
    return open(path, flags);
  }
}

/** O_DIRECT reads into whole pages alone, which only memory that may grow is sure to be. Nobody looks at it. */
const sample = Buffer.from(new ArrayBuffer(SAMPLE_BYTES, { maxByteLength: 2 * SAMPLE_BYTES }), 0, SAMPLE_BYTES);
