import { readPictureOf, readTagsOf } from '#library/adapters/music-metadata-reader';
import type { TagChildReady, TagJob, TagReply } from '#library/adapters/tag-protocol';

/** Process that parses strangers' songs, one after the other; it is killed when one takes too long. */
async function answer(job: TagJob): Promise<TagReply> {
  const file = { mountPoint: Buffer.from(job.mountPoint), path: Buffer.from(job.path) };
  return job.want === 'tags'
    ? { id: job.id, want: job.want, answer: await readTagsOf(file) }
    : { id: job.id, want: job.want, answer: await readPictureOf(file) };
}

let queue = Promise.resolve();

process.on('message', (job: TagJob) => {
  queue = queue.then(async () => {
    process.send?.(await answer(job));
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ want: 'ready' } satisfies TagChildReady);
