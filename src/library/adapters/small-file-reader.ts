import { setImmediate } from 'node:timers/promises';

import { StickFileHandle } from '#library/adapters/stick-file-handle';
import { systemFailure } from '#library/adapters/system-failure';
import type { Answer, FileReader, StickFile } from '#library/scan/scan-ports';
import { EMPTY_FILE } from '#library/scan/unreadable-reason';

const CHUNK_BYTES = 256 * 1024;

/** Reads playlists and pictures whole, in chunks that let a cancel in between. */
export const smallFileReader: FileReader = {
  async readWhole(file: StickFile, limitBytes: number, signal: AbortSignal): Promise<Answer<Uint8Array>> {
    let handle: StickFileHandle | undefined;
    try {
      handle = StickFileHandle.open(file);
      if (handle.sizeBytes === 0) return { kind: 'unreadable', reason: EMPTY_FILE, bytesRead: 0 };
      if (handle.sizeBytes > limitBytes) return { kind: 'unreadable', reason: 'too large', bytesRead: 0 };
      const content = new Uint8Array(handle.sizeBytes);
      for (let at = 0; at < content.length; at += CHUNK_BYTES) {
        handle.read(content.subarray(at, at + CHUNK_BYTES), at);
        await setImmediate();
        signal.throwIfAborted();
      }
      return { kind: 'read', content: content.subarray(0, handle.bytesRead), bytesRead: handle.bytesRead };
    } catch (error) {
      signal.throwIfAborted();
      const failure = systemFailure(error);
      const reason = error instanceof Error ? error.message : String(error);
      return { ...(failure ?? { kind: 'unreadable', reason }), bytesRead: handle?.bytesRead ?? 0 };
    } finally {
      handle?.close();
    }
  },
};
