import { rm } from 'node:fs/promises';

import { boxOf, type Box, type Shot } from '#test/support/screen';
import { ffmpeg, tone } from '#test/support/sounds';

export interface DiscFilm {
  /** Of one pixel, width to height. */
  readonly aspect: string;
  readonly size: string;
  /** A file of subtitles that becomes part of it, and its language. */
  readonly subtitles?: string;
  readonly language?: string;
}

/** Two films that hold a disc: one of a computer, and one as on a DVD of 16:9. */
export const DISC_FILMS = {
  'circle.mkv': { aspect: '1:1', size: '400x300' },
  'wide.mkv': { aspect: '64:45', size: '720x576' },
} as const satisfies Record<string, DiscFilm>;

/** Screens as there are in cars, and how many pixels wide a disc is on each for one pixel of height, where it is to look round. */
export const SCREENS = [
  { name: 'a window', film: 'circle.mkv', width: 1024, height: 600, shape: 'square_pixels', round: 1 },
  { name: 'PAL of 4:3', film: 'circle.mkv', width: 720, height: 576, shape: '4:3', round: 15 / 16 },
  { name: 'NTSC of 4:3', film: 'circle.mkv', width: 720, height: 480, shape: '4:3', round: 9 / 8 },
  { name: 'PAL of 16:9', film: 'circle.mkv', width: 720, height: 576, shape: '16:9', round: 45 / 64 },
  { name: 'PAL of 4:3, made for 16:9', film: 'wide.mkv', width: 720, height: 576, shape: '4:3', round: 15 / 16 },
] as const;

/** What the subtitles say all the time. */
export const SUBTITLES = '1\n00:00:00,000 --> 00:00:59,000\nGrüße, Mädchen\n';

/** Writes a film of 60 s: a red disc in the middle of black that is round where `aspect` says what a pixel is. */
export async function writeDiscFilm(
  path: string,
  { aspect, size, subtitles, language = 'und' }: DiscFilm,
): Promise<void> {
  const [w = 1, h = 1] = aspect.split(':').map(Number);
  const round = `hypot((X-W/2)*${String(w / h)},Y-H/2)`;
  const picture = `${path}.png`;
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `color=black:size=${size}`, '-frames:v', '1'],
    ...['-vf', `geq=r='if(lt(${round},H*0.3),255,0)':g=0:b=0`, picture],
  );
  await ffmpeg(
    ...['-loop', '1', '-framerate', '5', '-t', '60', '-i', picture, ...tone(440, 60)],
    ...(subtitles === undefined ? [] : ['-i', subtitles, '-c:s', 'srt', ...hiddenUntilChosen(language)]),
    ...['-vf', `setsar=${aspect.replace(':', '/')}`, '-c:v', 'mpeg4', '-q:v', '2', '-g', '5'],
    ...['-c:a', 'pcm_s16le', path],
  );
  await rm(picture);
}

function hiddenUntilChosen(language: string): string[] {
  return ['-disposition:s:0', '0', '-metadata:s:s:0', `language=${language}`];
}

/** Around the disc; undefined where none is seen. */
export function discOn(shot: Shot): Box | undefined {
  return boxOf(shot, (red, green, blue) => red > 120 && green < 80 && blue < 80);
}

/** Around what is written; undefined where nothing is. */
export function writingOn(shot: Shot): Box | undefined {
  return boxOf(shot, (red, green, blue) => red > 180 && green > 180 && blue > 180);
}
