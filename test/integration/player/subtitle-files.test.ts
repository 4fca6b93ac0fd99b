import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

import { DiskSubtitleFiles } from '#player/adapters/disk-subtitle-files';
import { makeTempFolder } from '#test/support/temp-folder';

/** Language and title of what is found for `film` beside these files. */
async function besides(film: string, files: readonly string[]) {
  await using folder = await makeTempFolder();
  for (const file of [film, ...files]) {
    const path = join(folder.path, 'stick', file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '1\n00:00:01,000 --> 00:00:02,000\nHello\n');
  }
  const found = await new DiskSubtitleFiles(join(folder.path, 'ours')).beside(
    Buffer.from(join(folder.path, 'stick', film)),
  );
  return found.map(({ language, title }) => [language, title]).toSorted();
}

it('leaves those of another film to it', async () => {
  const files = ['Alien 2.mkv', 'Alien 2.srt', 'Alien 2.de.srt', 'Alien.en.srt'];
  expect(await besides('Alien.mkv', files)).toEqual([['en', undefined]]);
  expect(await besides('Alien.mkv', ['Alien 2.srt'])).toEqual([[undefined, '2']]);
});

it('takes all in the folder of a lone film, and only what names it where there are others', async () => {
  const files = ['Subs/2_English.srt', 'Subs/3_ger.srt', 'Subs/Film.fr.srt', 'Subs/cover.jpg'];
  const all = [
    ['en', undefined],
    ['fr', undefined],
    ['ger', undefined],
  ];
  expect(await besides('Film.mkv', files)).toEqual(all);
  expect(await besides('Film.mkv', [...files, 'Other.mp4'])).toEqual([['fr', undefined]]);
});

it('knows those of an episode by its number, unless they name another copy', async () => {
  const film = 'Show/Show.S01E02.720p.WEB.mkv';
  const files = ['Show.S01E02.srt', 'Show.S01E02.German.srt', 'Show.S01E03.srt', 'Subs/Show.1x02.fr.srt'];
  const inFolder = files.map((file) => `Show/${file}`);
  const all = [
    [undefined, undefined],
    ['de', undefined],
    ['fr', undefined],
  ];
  expect(await besides(film, inFolder)).toEqual(all);
  const copies = ['Show/Show.S01E02.1080p.mkv', 'Show/Show.S01E02.1080p.en.srt'];
  expect(await besides(film, [...inFolder, ...copies])).toEqual(all);
});
