import { open, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

const MEDIA =
  /^\.(mp3|m4a|m4b|mka|aac|flac|ogg|oga|opus|wav|aiff?|wma|ape|mpc|wv|dsf|mkv|avi|mp4|m4v|mpe?g|vob|m?ts|m2ts|mov|wmv|webm|flv)$/iu;
const HEAD_BYTES = 4_096;
const READERS = 4;

export interface WalkFloor {
  readonly durationMs: number;
  readonly files: number;
  readonly bytesRead: number;
}

/** The least that an indexer must do: see every name, open every media file, read its first 4 KiB. */
export async function walkAndRead(dir: string): Promise<WalkFloor> {
  const startedMs = performance.now();
  const files = await mediaFiles(dir);
  const queue = files.values();
  let bytesRead = 0;
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      const head = Buffer.alloc(HEAD_BYTES);
      for (const file of queue) {
        await using handle = await open(file);
        const read = await handle.read(head, 0, HEAD_BYTES, 0);
        bytesRead += read.bytesRead;
      }
    }),
  );
  return { durationMs: performance.now() - startedMs, files: files.length, bytesRead };
}

/** The least that a look at a known stick must do: see every name. */
export async function walkOnly(dir: string): Promise<WalkFloor> {
  const startedMs = performance.now();
  const files = await mediaFiles(dir);
  return { durationMs: performance.now() - startedMs, files: files.length, bytesRead: 0 };
}

async function mediaFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && MEDIA.test(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
}
