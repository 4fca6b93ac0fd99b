import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BIGGEST = 64 * 1024 * 1024;

/** What is on a screen: one byte each for red, green and blue, row by row. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** A screen of this size that nobody sees; the program that shows something on it finds it in DISPLAY. */
export async function openScreen(width: number, height: number) {
  const size = `${String(width)}x${String(height)}`;
  const args = ['-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = (await once(server.stdout, 'data', { signal: AbortSignal.timeout(20_000) })) as [Buffer];
  const display = `:${number.toString().trim()}`;
  const grab = ['-loglevel', 'error', '-f', 'x11grab', '-draw_mouse', '0', '-video_size', size, '-i', display];
  return {
    display,
    shot: async (): Promise<Shot> => {
      const { stdout } = await run('ffmpeg', [...grab, '-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'], {
        encoding: 'buffer',
        maxBuffer: BIGGEST,
        timeout: 20_000,
      });
      return { width, height, pixels: stdout };
    },
    /** A picture of it, in the format that the file's name tells. */
    save: async (file: string): Promise<void> => {
      await run('ffmpeg', [...grab, '-frames:v', '1', '-y', file], { timeout: 20_000 });
    },
    close: () => server.kill(),
  };
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest box around the pixels that are so; undefined where none is. */
export function boxOf(
  { width, height, pixels }: Shot,
  isSo: (red: number, green: number, blue: number) => boolean,
): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      if (!isSo(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
