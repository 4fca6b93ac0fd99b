import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

import { countSongFile, readFilmFile, readPictureAt, readSongFile } from '#library/adapters/media-file';
import type { FromMediaThread, MediaJob, MediaReply, ToMediaThread } from '#library/adapters/media-protocol';

const LOW_PRIORITY = 5;

const cancels = new Map<number, AbortController>();

stepBack();
parentPort?.on('message', (message: ToMediaThread) => {
  if (message.type === 'read') void answer(message.jobs);
  else for (const id of message.ids) cancels.get(id)?.abort();
});

/** One file after the other; only what takes long lets messages in between. */
async function answer(jobs: readonly MediaJob[]): Promise<void> {
  const replies: MediaReply[] = [];
  for (const job of jobs) replies.push(job.want === 'count' ? await count(job) : read(job));
  parentPort?.postMessage(replies satisfies FromMediaThread);
}

function read(job: MediaJob): MediaReply {
  const { id, want, spot } = job;
  if (want === 'picture') return { id, answer: readPictureAt(fileOf(job), spot ?? { start: 0, bytes: 0 }) };
  if (want === 'film') return { id, answer: readFilmFile(fileOf(job)) };
  return { id, answer: readSongFile(fileOf(job), want === 'head' ? 'head' : 'whole') };
}

async function count(job: MediaJob): Promise<MediaReply> {
  const cancel = new AbortController();
  cancels.set(job.id, cancel);
  try {
    return { id: job.id, answer: await countSongFile(fileOf(job), cancel.signal) };
  } catch (error) {
    if (!cancel.signal.aborted) throw error;
    return { id: job.id, cancelled: true };
  } finally {
    cancels.delete(job.id);
  }
}

function fileOf({ mountPoint, path, head }: MediaJob) {
  return { mountPoint: Buffer.from(mountPoint), path: Buffer.from(path), head };
}

/** Below the players in processor time, and so in turns at the stick: the kernel takes the one from the other. */
function stepBack(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), LOW_PRIORITY);
  } catch {
    // It reads as well with the priority that it has.
  }
}
