import sharp from 'sharp';

import { MOST_PIXELS, type ThumbnailJob, type ThumbnailReply } from '#library/adapters/thumbnail-protocol';

/** Process that decodes strangers' pictures: it opens no file, holds no database, and is killed when one takes too long. */
sharp.cache(false);
sharp.concurrency(1);

const QUALITY = 80;
/** Covers that are nearly square are made square, so that a wall of them is even. */
const NEARLY_SQUARE = 1.15;

async function thumbnailsOf(job: ThumbnailJob): Promise<Uint8Array[]> {
  const input = sharp(job.picture, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1, animated: false });
  const { width, height, format } = await input.metadata();
  if (format === 'svg' || width * height > MOST_PIXELS) return [];
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height));
  const fit = ratio <= NEARLY_SQUARE ? 'cover' : 'inside';

  const thumbnails: Uint8Array[] = [];
  for (const edge of job.sizesPx) {
    const size = fit === 'cover' ? Math.min(edge, width, height) : edge;
    const resized = input.clone().rotate().resize(size, size, { fit, withoutEnlargement: true });
    thumbnails.push(await resized.flatten({ background: '#101010' }).webp({ quality: QUALITY }).toBuffer());
  }
  return thumbnails;
}

async function reply(job: ThumbnailJob): Promise<ThumbnailReply> {
  try {
    return { id: job.id, thumbnails: await thumbnailsOf(job) };
  } catch {
    return { id: job.id, thumbnails: [] };
  }
}

process.on('message', (job: ThumbnailJob) => {
  void reply(job).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
