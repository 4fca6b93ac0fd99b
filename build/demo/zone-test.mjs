import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

import { EXACT, runFfmpeg } from './ffmpeg.mjs';

// Shaped as a screen of 4:3 with square pixels.
const WIDTH = 768;
const HEIGHT = 576;
const SECONDS = 8;
const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'];
/** Left alone for 2 s, right alone for 2 s, then both; soft ends. */
const TONE =
  "aevalsrc='0.25*sin(2*PI*440*t)*lt(t,2)*min(1,20*min(t,2-t))|0.25*sin(2*PI*660*t)*between(t,2,4)*min(1,20*min(t-2,4-t))':s=44100:d=4," +
  'asplit[one][two];[two]atrim=0:2,pan=stereo|c0=c0|c1=c0[both];[one][both]concat=n=2:v=0:a=1';

/**
 * What a zone is tried with: `tone.flac` (left, right, both) and `picture.mkv` (bars, a circle that shows the shape, frames
 * at 5 % and 10 % of the edges, and the tone).
 *
 * @param {string} target
 * @returns {Promise<void>}
 */
export async function makeZoneTest(target) {
  await mkdir(target, { recursive: true });
  const tone = join(target, 'tone.flac');
  await runFfmpeg(['-f', 'lavfi', '-i', TONE, ...EXACT, '-c:a', 'flac', '-sample_fmt', 's16', tone]);
  const card = join(target, 'card.png');
  await writeFile(card, await sharp(Buffer.from(testCard())).png().toBuffer());
  await runFfmpeg([
    ...['-loop', '1', '-framerate', '10', '-t', String(SECONDS), '-i', card, '-i', tone, ...EXACT],
    // A hand that goes round: the picture is alive.
    ...[
      '-vf',
      `drawbox=x='mod(t*96,${String(WIDTH)})':y=${String(HEIGHT - 96)}:w=24:h=24:color=white:t=fill,format=yuv420p`,
    ],
    ...['-c:v', 'libx264', '-preset', 'slow', '-crf', '24', '-x264-params', 'threads=1', '-c:a', 'flac'],
    join(target, 'picture.mkv'),
  ]);
  await rm(card);
}

function testCard() {
  const bar = WIDTH / BARS.length;
  const bars = BARS.map(
    (colour, place) =>
      `<rect x="${String(place * bar)}" width="${String(bar + 1)}" height="${String(HEIGHT)}" fill="${colour}"/>`,
  );
  const frames = [0.05, 0.1].map((part) => {
    const [x, y] = [WIDTH * part, HEIGHT * part];
    const size = `width="${String(WIDTH - 2 * x)}" height="${String(HEIGHT - 2 * y)}"`;
    return `<rect x="${String(x)}" y="${String(y)}" ${size} fill="none" stroke="#fff" stroke-width="3"/>`;
  });
  const circle = `<circle cx="${String(WIDTH / 2)}" cy="${String(HEIGHT / 2)}" r="190" fill="#101418" stroke="#fff" stroke-width="4"/>`;
  const cross = `<path d="M384 98V478M194 288H574" stroke="#fff" stroke-width="2"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${String(HEIGHT)}">${bars.join('')}${frames.join('')}${circle}${cross}</svg>`;
}
