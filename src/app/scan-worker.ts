import { extname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { threadLogger } from '#app/thread-logger';
import { fileId } from '#kernel/derive-id';
import { ArtworkKeeper } from '#library/adapters/artwork-keeper';
import { fileSystemReader } from '#library/adapters/directory-reader';
import { FfmpegLoudness } from '#library/adapters/ffmpeg-loudness';
import { FfmpegProbe } from '#library/adapters/ffmpeg-probe';
import { jschardetDetector } from '#library/adapters/jschardet-detector';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from '#library/adapters/scan-protocol';
import { ScanWorkerHost } from '#library/adapters/scan-worker-host';
import { smallFileReader } from '#library/adapters/small-file-reader';
import { MediaThreads } from '#library/adapters/media-threads';
import { TagProcessPool } from '#library/adapters/tag-process-pool';
import { ThumbnailProcess } from '#library/adapters/thumbnail-process';
import { openLibraryForWriting } from '#storage/library/open-library';

const data = workerData as ScanWorkerData;
const post = (message: FromScanWorker) => parentPort?.postMessage(message);
const logger = threadLogger((line) => post({ type: 'log', ...line }));
const entry = (name: string) => new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url);

const library = openLibraryForWriting(data.dataFolder);
const media = new MediaThreads({ threadUrl: entry('media-thread'), logger });
const tags = new TagProcessPool({ childUrl: entry('tag-worker'), logger });
const thumbnails = new ThumbnailProcess({ childUrl: entry('thumbnail-child') });

const host = new ScanWorkerHost({
  scan: {
    store: library.store,
    directories: fileSystemReader,
    media,
    tags,
    probe: new FfmpegProbe({ ffprobe: data.ffprobe, ffmpeg: data.ffmpeg }),
    files: smallFileReader,
    charsets: jschardetDetector,
    artwork: new ArtworkKeeper({ thumbnails, folder: data.artworkFolder }),
    logger,
    fileId,
  },
  loudness: { store: library.loudness, meter: new FfmpegLoudness(data.ffmpeg) },
  post,
  close: async () => {
    await Promise.all([media.stop(), tags.stop(), thumbnails.stop()]);
    library.close();
    parentPort?.close();
  },
});

parentPort?.on('message', (message: ToScanWorker) => void host.handle(message));
