import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

import { EXACT, metadata, runFfmpeg } from './ffmpeg.mjs';
import { SAMPLE_RATE, render } from './synth.mjs';

/**
 * @typedef {object} Film
 * @property {string} file its ending is the container
 * @property {string} title
 * @property {number} seconds
 * @property {readonly [string, string, string]} sky from top to horizon
 * @property {string} sun
 * @property {readonly [string, string]} hills far and near
 * @property {readonly { language: string, title: string, score: Partial<import('./synth.mjs').Score> }[]} sounds
 * @property {readonly { language: string, title: string, lines: readonly string[] }[]} subtitles
 */

const WIDTH = 720;
const HEIGHT = 576;
const FONT = fileURLToPath(
  new URL('../../node_modules/@fontsource/barlow/files/barlow-latin-600-normal.woff', import.meta.url),
);
const SECONDS_PER_LINE = 2;

/** @type {readonly Film[]} */
export const DEMO_FILMS = [
  {
    file: 'Films/Morning Pass.mp4',
    title: 'Morning Pass',
    seconds: 8,
    sky: ['#123c33', '#6f8f63', '#f2d695'],
    sun: '#fff1c4',
    hills: ['#3f6b4c', '#0b2a1e'],
    sounds: [{ language: 'eng', title: 'Stereo', score: { bpm: 84, voice: 'pluck' } }],
    subtitles: [],
  },
  {
    file: 'Films/The Last Ferry.mkv',
    title: 'The Last Ferry',
    seconds: 9,
    sky: ['#04100d', '#17413a', '#d89a3c'],
    sun: '#f6c768',
    hills: ['#10332d', '#020a08'],
    sounds: [
      { language: 'eng', title: 'English', score: { bpm: 66, voice: 'glass', hasBeat: false } },
      { language: 'deu', title: 'Deutsch', score: { bpm: 92, voice: 'keys' } },
    ],
    subtitles: [
      {
        language: 'eng',
        title: 'English',
        lines: ['The last ferry leaves at dusk.', 'We have all the time we need.', 'Drive on.'],
      },
      {
        language: 'fra',
        title: 'Français',
        lines: ['Le dernier ferry part au crépuscule.', 'Nous avons tout notre temps.', 'En avant.'],
      },
    ],
  },
];

/**
 * @param {string} target the demo folder
 * @param {Film} film
 * @returns {Promise<void>}
 */
export async function makeFilm(target, film) {
  const scratch = await mkdtemp(join(tmpdir(), 'carputer-demo-'));
  try {
    const file = join(target, film.file);
    await mkdir(dirname(file), { recursive: true });
    await runFfmpeg([...(await inputsOf(film, scratch)), ...outputOf(film), file]);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/**
 * @param {Film} film
 * @param {string} scratch
 */
async function inputsOf(film, scratch) {
  const inputs = [];
  for (const [name, layer] of Object.entries(layersOf(film))) {
    const file = join(scratch, `${name}.png`);
    await sharp(Buffer.from(layer)).png().toFile(file);
    inputs.push('-loop', '1', '-framerate', '25', '-t', String(film.seconds), '-i', file);
  }
  for (const [index, sound] of film.sounds.entries()) {
    const file = join(scratch, `${String(index)}.pcm`);
    const chords = [
      [45, 52, 57, 60],
      [41, 48, 53, 57],
      [48, 55, 60, 64],
      [43, 50, 55, 59],
    ];
    const score = {
      bpm: 84,
      chords,
      pattern: [0, 1, 2, 3],
      hasBeat: true,
      echo: 0.6,
      voice: /** @type {const} */ ('keys'),
    };
    await writeFile(file, render({ ...score, ...sound.score, seconds: film.seconds }));
    inputs.push('-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', file);
  }
  for (const subtitle of film.subtitles) {
    const file = join(scratch, `${subtitle.language}.srt`);
    await writeFile(file, subRip(subtitle.lines));
    inputs.push('-i', file);
  }
  return inputs;
}

/** @param {Film} film */
function outputOf(film) {
  const maps = [
    ...film.sounds.map((sound, index) => ({ ...sound, kind: 'a', input: 3 + index })),
    ...film.subtitles.map((subtitle, index) => ({ ...subtitle, kind: 's', input: 3 + film.sounds.length + index })),
  ];
  const title =
    `drawtext=fontfile=${FONT}:text='${film.title}':fontsize=64:fontcolor=0xf3eee2:x=56:y=72` +
    `:alpha='min(1,t/1.2)*min(1,max(0,(${String(film.seconds)}-t)/0.8))'`;
  const picture = `[0][1]overlay=x='-t*14'[far];[far][2]overlay=x='-t*52'[near];[near]${title},setsar=64/45,format=yuv420p[v]`;
  return [
    ...['-filter_complex', picture, '-map', '[v]', ...maps.flatMap(({ input }) => ['-map', String(input)])],
    ...EXACT,
    ...['-c:v', 'libx264', '-preset', 'slow', '-crf', '27', '-x264-params', 'threads=1', '-c:a', 'aac', '-b:a', '80k'],
    ...(film.subtitles.length > 0 ? ['-c:s', 'srt'] : ['-movflags', '+faststart']),
    ...metadata({ title: film.title }),
    ...maps.flatMap((one, index) => {
      const stream = `s:${one.kind}:${String(one.kind === 'a' ? index : index - film.sounds.length)}`;
      return [`-metadata:${stream}`, `language=${one.language}`, `-metadata:${stream}`, `title=${one.title}`];
    }),
    ...['-t', String(film.seconds)],
  ];
}

/** @param {Film} film */
function layersOf(film) {
  const wide = WIDTH * 2;
  const svg = (/** @type {number} */ width, /** @type {string} */ body) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(HEIGHT)}">${body}</svg>`;
  return {
    sky: svg(
      WIDTH,
      `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1">${film.sky
        .map((colour, index) => `<stop offset="${String(index * 0.4)}" stop-color="${colour}"/>`)
        .join('')}</linearGradient></defs><rect width="${String(WIDTH)}" height="${String(HEIGHT)}" fill="url(#s)"/>
        <ellipse cx="500" cy="330" rx="52" ry="74" fill="${film.sun}" opacity=".9"/>`,
    ),
    far: svg(wide, hills(wide, 360, 66, 240, film.hills[0])),
    near: svg(wide, hills(wide, 455, 54, 170, film.hills[1])),
  };
}

/**
 * @param {number} width
 * @param {number} level
 * @param {number} swing
 * @param {number} period
 * @param {string} colour
 */
function hills(width, level, swing, period, colour) {
  const points = [];
  for (let x = 0; x <= width; x += 8) {
    const y = level - swing * (Math.sin((x / period) * 1.7) * 0.6 + Math.sin((x / period) * 3.1 + 1) * 0.4);
    points.push(`${String(x)},${y.toFixed(1)}`);
  }
  return `<polygon points="0,${String(HEIGHT)} ${points.join(' ')} ${String(width)},${String(HEIGHT)}" fill="${colour}"/>`;
}

/** @param {readonly string[]} lines */
function subRip(lines) {
  return lines
    .map((line, index) => {
      const from = 1 + index * (SECONDS_PER_LINE + 0.4);
      return `${String(index + 1)}\n${stamp(from)} --> ${stamp(from + SECONDS_PER_LINE)}\n${line}\n`;
    })
    .join('\n');
}

/** @param {number} seconds below a minute */
function stamp(seconds) {
  const [whole = '0', part = '0'] = seconds.toFixed(3).split('.');
  return `00:00:${whole.padStart(2, '0')},${part}`;
}
