import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HTML_BAIT } from '#test/support/hostile-files';
import { seedBytes } from '#test/support/seeds';
import { withId3, type TestTags } from '#test/support/tags';

/** 300 characters, of which the first 90 have no gap to break a line at. */
export const LONG_TITLE = `${'Endless'.repeat(13).slice(0, 90)} ${'and on and on and on '.repeat(10)}`
  .slice(0, 300)
  .trim();
const FROM_THE_RIGHT = 'أغنية الصباح على الطريق الطويل';
const MARKUP = `<b>${HTML_BAIT}</b>`;
const FOLDER = 'Odd';

/** As an album, so that one page shows all of them: names that no designer has thought of, and none at all; without artwork. */
export async function addOddSongs(dir: string): Promise<void> {
  const audio = await seedBytes({ format: 'mp3', frequencyHz: 300, seconds: 60 });
  await mkdir(join(dir, FOLDER), { recursive: true });
  const names: readonly (readonly [title: string, artist: string])[] = [
    [LONG_TITLE, LONG_TITLE],
    [FROM_THE_RIGHT, 'שירים לדרך ארוכה'],
    ['', ''],
    [MARKUP, MARKUP],
    ['夜明けの歌', '東京ナイトライン'],
    ['W', 'ﷺ'],
  ];
  for (const [index, [title, artist]] of names.entries()) {
    const tags: TestTags = {
      ...{ title, artist, album: LONG_TITLE, albumArtist: artist === LONG_TITLE ? LONG_TITLE : '', genre: LONG_TITLE },
      ...{ year: 2001, trackNumber: index + 1, discNumber: 1, isCompilation: false },
    };
    await writeFile(join(dir, FOLDER, `${index}.mp3`), withId3(audio, tags));
  }
  await writeFile(join(dir, FOLDER, 'untagged.mp3'), audio);
}
