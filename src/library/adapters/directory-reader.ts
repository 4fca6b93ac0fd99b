import { lstatSync, opendirSync, type BigIntStats, type Dirent } from 'node:fs';

import type { DirectoryEntry, DirectoryReader, FileFacts } from '#library/scan/scan-ports';

/** Reads folders of a stick, names as bytes, nothing followed. Synchronous: it runs on the scan's own thread. */
export const fileSystemReader: DirectoryReader = {
  *entries(folder) {
    // Node hands out names as bytes with this encoding; its types do not know it.
    const directory = opendirSync(folder, { encoding: 'buffer' as BufferEncoding, bufferSize: 256 });
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield toEntry(entry);
    } finally {
      directory.closeSync();
    }
  },

  facts(path): FileFacts {
    const stats: BigIntStats = lstatSync(path, { bigint: true });
    return {
      device: String(stats.dev),
      identity: `${stats.dev}:${stats.ino}`,
      isFile: stats.isFile(),
      sizeBytes: Number(stats.size),
      mtimeMs: Number(stats.mtimeMs),
    };
  },
};

function toEntry(entry: Dirent): DirectoryEntry {
  const name: unknown = entry.name;
  const bytes = Buffer.isBuffer(name) ? name : Buffer.from(String(name));
  return { name: bytes, type: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other' };
}
