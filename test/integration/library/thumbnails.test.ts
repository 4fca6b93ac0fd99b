import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';

import { ThumbnailProcess } from '#library/adapters/thumbnail-process';

const processes: ThumbnailProcess[] = [];
const signal = () => new AbortController().signal;

function start(childUrl: URL, limitMs?: number): ThumbnailProcess {
  const thumbnails = new ThumbnailProcess({ childUrl, ...(limitMs !== undefined && { limitMs }) });
  processes.push(thumbnails);
  return thumbnails;
}

const real = () => start(new URL('../../../src/app/thumbnail-child.ts', import.meta.url));
const fake = () => start(new URL('children/fake-thumbnail-child.ts', import.meta.url), 300);

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#a03020' } });
}

afterEach(async () => {
  await Promise.all(processes.splice(0).map((thumbnails) => thumbnails.stop()));
});

describe('pictures', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff'] as const)('of %s become WebP in each size', async (format) => {
    const made = await real().thumbnails(await picture(600, 580).toFormat(format).toBuffer(), [160, 480], signal());

    const sizes = await Promise.all(made.map((bytes) => sharp(bytes).metadata()));
    expect(sizes.map(({ format: kind, width, height }) => [kind, width, height])).toEqual([
      ['webp', 160, 160],
      ['webp', 480, 480],
    ]);
  });

  it('keep their shape when they are far from square, and are never made larger', async () => {
    const thumbnails = real();
    const [wide] = await thumbnails.thumbnails(await picture(800, 400).png().toBuffer(), [480], signal());
    const [small] = await thumbnails.thumbnails(await picture(50, 50).png().toBuffer(), [480], signal());

    expect(await sharp(wide).metadata()).toMatchObject({ width: 480, height: 240 });
    expect(await sharp(small).metadata()).toMatchObject({ width: 50, height: 50 });
  });

  it.each([
    ['too many pixels', () => picture(5_000, 4_000).png({ compressionLevel: 9 }).toBuffer()],
    ['text', () => Promise.resolve(Buffer.from('not a picture'))],
    ['SVG', () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))],
    ['half a picture', async () => (await picture(600, 600).jpeg().toBuffer()).subarray(0, 700)],
  ])('are refused: %s', async (_name, make) => {
    expect(await real().thumbnails(await make(), [160], signal())).toEqual([]);
  });
});

describe('a decoder', () => {
  it('that hangs is killed, and the next picture gets a new one', async () => {
    const thumbnails = fake();
    await thumbnails.thumbnails(Buffer.from('warm'), [1], signal());

    const [hung, fine] = await Promise.all(
      ['hang', 'fine'].map((text) => thumbnails.thumbnails(Buffer.from(text), [1], signal())),
    );
    expect(hung).toEqual([]);
    expect(fine).toHaveLength(1);
  });

  it('that dies is started again', async () => {
    const thumbnails = fake();
    expect(await thumbnails.thumbnails(Buffer.from('die'), [1], signal())).toEqual([]);
    expect(await thumbnails.thumbnails(Buffer.from('fine'), [1], signal())).toHaveLength(1);
  });

  it('is let go by a cancel', async () => {
    const thumbnails = fake();
    await thumbnails.thumbnails(Buffer.from('warm'), [1], signal());
    const cancel = new AbortController();
    const hung = thumbnails.thumbnails(Buffer.from('hang'), [1], cancel.signal);
    setTimeout(() => cancel.abort(new Error('pulled')), 20);
    await expect(hung).rejects.toThrow('pulled');
  });
});
