import sharp from 'sharp';

export interface PictureDifference {
  /** Of all pixels, 0 to 1. */
  readonly share: number;
  /** A PNG: the expected picture in the dark, what differs in red. */
  readonly shown: Buffer;
}

interface Raster {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

const CHANNELS = 3;
/** Of 255, in one channel: more than another version of a rasteriser or an encoder makes. */
const STEP = 48;

/**
 * What differs to the eye. A pixel whose like stands next to it in the other picture is the same: edges of letters are
 * smoothed a little otherwise by another version of the browser.
 */
export async function comparePictures(expected: Buffer, actual: Buffer): Promise<PictureDifference> {
  const [before, after] = [await rasterOf(expected), await rasterOf(actual)];
  const { width, height } = before;
  const shown = Buffer.from(before.data.map((value) => value >> 2));
  if (width !== after.width || height !== after.height)
    return { share: 1, shown: await pngOf({ ...before, data: shown }) };

  let different = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (hasLike(before, after, x, y) && hasLike(after, before, x, y)) continue;
      different += 1;
      const at = (y * width + x) * CHANNELS;
      shown.set([255, 0, 0], at);
    }
  }
  return { share: different / (width * height), shown: await pngOf({ ...before, data: shown }) };
}

/** The pixel of one picture, at its place or next to it in the other. */
function hasLike(one: Raster, other: Raster, x: number, y: number): boolean {
  const { width, height } = one;
  if (isLike(one, (y * width + x) * CHANNELS, other, (y * width + x) * CHANNELS)) return true;
  for (let beside = Math.max(0, y - 1); beside <= Math.min(height - 1, y + 1); beside += 1) {
    for (let along = Math.max(0, x - 1); along <= Math.min(width - 1, x + 1); along += 1) {
      if (isLike(one, (y * width + x) * CHANNELS, other, (beside * width + along) * CHANNELS)) return true;
    }
  }
  return false;
}

function isLike(one: Raster, at: number, other: Raster, otherAt: number): boolean {
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    if (Math.abs((one.data[at + channel] ?? 0) - (other.data[otherAt + channel] ?? 0)) > STEP) return false;
  }
  return true;
}

async function rasterOf(picture: Buffer): Promise<Raster> {
  const { data, info } = await sharp(picture)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function pngOf({ data, width, height }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: CHANNELS } })
    .png()
    .toBuffer();
}
