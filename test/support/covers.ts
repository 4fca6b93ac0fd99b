import sharp from 'sharp';

const EDGE = 400;
const VARIANTS = 12;
const made = new Map<number, Promise<Buffer>>();

/** A JPEG of one colour that differs for twelve albums in a row. */
export function coverBytes(index: number): Promise<Buffer> {
  const variant = index % VARIANTS;
  const cover = made.get(variant) ?? paint(variant);
  made.set(variant, cover);
  return cover;
}

function paint(variant: number): Promise<Buffer> {
  const background = { r: 20 * variant, g: 120, b: 240 - 20 * variant };
  return sharp({ create: { width: EDGE, height: EDGE, channels: 3, background } })
    .jpeg()
    .toBuffer();
}
