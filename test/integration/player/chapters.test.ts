import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { FRONT, startRig, until, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, tone } from '#test/support/sounds';
import { song } from '#test/unit/player/support/memory-catalog';

const CHAPTERS = [
  { title: 'The Ford', startMs: 0 },
  { title: 'The Ridge', startMs: 5_000 },
  { title: 'The Tide', startMs: 40_000 },
];
const SECONDS = 60;
const FORMATS = { 'book.m4b': ['-f', 'ipod'], 'book.mka': ['-c:a', 'libvorbis'] } as const;
const NAMES = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-chapters-'));
  const marks = CHAPTERS.map(({ title, startMs }, index) => {
    const endMs = CHAPTERS[index + 1]?.startMs ?? SECONDS * 1_000;
    return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${String(startMs)}\nEND=${String(endMs)}\ntitle=${title}\n`;
  });
  const list = join(folder, 'chapters.txt');
  await writeFile(list, `;FFMETADATA1\n${marks.join('')}`);
  for (const name of NAMES) {
    await ffmpeg(...tone(440, SECONDS), '-i', list, '-map_metadata', '1', ...FORMATS[name], join(folder, name));
  }
  rig = await startRig({ items: NAMES.map((name) => song(name, Buffer.from(join(folder, name)))) });
  await until(rig.isReady, Boolean);
});
afterEach(() => rig.handlers.stop({ id: FRONT }));
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

it(
  'goes on a little before where a book was paused, and music after it at its own speed',
  { timeout: 60_000 },
  async () => {
    const { handlers, zone, positionMs } = rig;
    await handlers.play({ id: FRONT, trackId: trackId.parse('book.m4b') });
    await handlers.setSpeed({ id: FRONT, factor: 1.6 });
    await handlers.seek({ id: FRONT, positionMs: 30_000 });
    await until(positionMs, (position) => position > 30_200);
    await handlers.pause({ id: FRONT });
    // Shorter than a second is no pause.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await handlers.resume({ id: FRONT });
    await until(zone, ({ speed, positionMs: at }) => speed === 1.6 && at < 29_000);
    expect(zone().positionMs).toBeGreaterThan(15_000);

    // So short, and not called a book: music.
    await handlers.play({ id: FRONT, trackId: trackId.parse('book.mka') });
    await until(zone, ({ item, speed }) => item?.id === 'book.mka' && speed === 1);
  },
);

it.each(NAMES)('lists the chapters of %s, and falls silent at the end of one', async (name) => {
  const { handlers, zone } = rig;
  await handlers.play({ id: FRONT, trackId: trackId.parse(name) });
  await until(zone, ({ chapters }) => chapters.length > 0);
  expect(zone().chapters).toEqual(CHAPTERS);

  await handlers.pause({ id: FRONT });
  await handlers.seek({ id: FRONT, positionMs: 4_000 });
  await handlers.setSleep({ id: FRONT, until: 'chapter', minutes: 30 });
  await handlers.resume({ id: FRONT });
  await until(zone, ({ status }) => status === 'paused');
  const { positionMs, sleep } = zone();
  // Wherever a busy machine heard of it: the end of the first chapter, not of the next.
  expect(positionMs).toBeGreaterThan(4_500);
  expect(positionMs).toBeLessThan(30_000);
  expect(sleep).toBeNull();
});
