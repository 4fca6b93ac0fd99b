import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { volumeId } from '#contract/entities/ids';
import type { ScanSummary, SkippedFile } from '#contract/entities/volume';
import { silentLogger } from '#kernel/logger';
import { WorkerScanRunner } from '#library/adapters/worker-scan-runner';
import { openLibraryForReading, type LibraryReader } from '#storage/library/open-library';
import { makeTempFolder } from '#test/support/temp-folder';
import { NO_PLAYS } from '#test/integration/storage/library-fixture';
import { memoryOwnPlaylists } from '#test/support/memory-own-playlists';
import { memorySpokenFolders } from '#test/support/memory-spoken-folders';

export const VOLUME = volumeId.parse('v1');

export interface Scanning extends AsyncDisposable {
  readonly stick: string;
  readonly data: string;
  readonly library: LibraryReader;
  readonly runner: WorkerScanRunner;
  readonly skippedFolders: SkippedFile[];
  readonly progress: { phase: string; filesSeen: number; filesDone: number }[];
  scan(options?: { signal?: AbortSignal; onLibraryChanged?: () => void; isForced?: boolean }): Promise<ScanSummary>;
}

const root = join(import.meta.dirname, '../../..');

/** An empty stick, a data folder, and the real worker between them. */
export async function makeScanning(): Promise<Scanning> {
  const folder = await makeTempFolder();
  const base = await realpath(folder.path);
  const stick = join(base, 'stick');
  const data = join(base, 'data');
  const library = openLibraryForReading(data, {
    favourites: { has: () => false, add: () => undefined, remove: () => undefined, list: () => [] },
    plays: NO_PLAYS,
    ownPlaylists: memoryOwnPlaylists(),
    spokenFolders: memorySpokenFolders(),
  });
  library.volumes.setVisible([{ id: VOLUME, isOnline: true, mountPoint: Buffer.from(stick) }]);
  const runner = new WorkerScanRunner({
    workerUrl: pathToFileURL(join(root, 'src/app/scan-worker.ts')),
    workerData: { dataFolder: data, artworkFolder: join(data, 'artwork'), ffprobe: 'ffprobe', ffmpeg: 'ffmpeg' },
    logger: silentLogger,
  });
  const skippedFolders: SkippedFile[] = [];
  const progress: Scanning['progress'] = [];
  return {
    stick,
    data,
    library,
    runner,
    skippedFolders,
    progress,
    scan: ({ signal, onLibraryChanged, isForced = false } = {}) =>
      runner.scan(
        { volumeId: VOLUME, label: 'Stick', mountPoint: Buffer.from(stick), isForced },
        {
          onProgress: (step) => progress.push(step),
          onLibraryChanged: onLibraryChanged ?? (() => undefined),
          onSkippedFolders: (skipped) => skippedFolders.push(...skipped),
        },
        signal ?? new AbortController().signal,
      ),
    [Symbol.asyncDispose]: async () => {
      await runner.stop();
      library.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** No filter at all, for any list. */
export const EVERYTHING = { isOnlineOnly: false };
