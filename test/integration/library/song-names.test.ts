import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { EVERYTHING, makeScanning } from '#test/integration/library/scanning';
import { id3Tag, mpegFrames, pictureBody, type Id3Body } from '#test/support/id3';
import { encodeLegacy } from '#test/support/legacy-text';

const WINDOW = { offset: 0, limit: 50 };
const TITLES = ['Ночная дорога', 'Смуглянка', 'Белая зима', 'Поезд домой', 'Город спит'];
/** Large enough for the sound to lie out of sight of the first look. */
const PICTURE = Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(40_000, 1)]);

it('shows an album of an old Windows tagger in its own letters, in lists and to the search', async () => {
  await using scanning = await makeScanning();
  const folder = join(scanning.stick, 'Зимние песни');
  await mkdir(folder, { recursive: true });
  for (const [index, title] of TITLES.entries()) {
    const text = (value: string) => Buffer.concat([Buffer.alloc(1), encodeLegacy(value, 'windows-1251')]);
    const frames: Id3Body[] = [
      ['TIT2', text(title)],
      ['TPE1', text('Мельница')],
      ['TALB', text('Зимние песни')],
      ['TCON', text('Рок')],
      ['TRCK', Buffer.from(`\0${index + 1}`)],
      ['APIC', pictureBody(PICTURE)],
    ];
    await writeFile(join(folder, `${index + 1}.mp3`), Buffer.concat([id3Tag(frames, { version: 3 }), mpegFrames(200)]));
  }

  const summary = await scanning.scan();

  const { tracks, albums, artists, genres } = scanning.library;
  expect(tracks.list({ ...EVERYTHING, words: 'смугл' }, WINDOW).items).toMatchObject([
    { title: 'Смуглянка', artist: 'Мельница', album: 'Зимние песни', genre: 'Рок' },
  ]);
  expect(tracks.list(EVERYTHING, WINDOW).items.every(({ durationMs }) => (durationMs ?? 0) > 5_000)).toBe(true);
  expect(albums.list(EVERYTHING, WINDOW).items).toMatchObject([{ title: 'Зимние песни', albumArtist: 'Мельница' }]);
  expect(artists.list(EVERYTHING, WINDOW).items).toMatchObject([{ name: 'Мельница' }]);
  expect(genres.list(EVERYTHING, WINDOW).items.filter(({ trackCount }) => trackCount > 0)).toMatchObject([
    { name: 'Рок' },
  ]);
  expect(summary.phases?.map(({ phase }) => phase)).toEqual([
    ...['walk', 'tags', 'lengths', 'others', 'reconcile', 'artwork', 'counting'],
  ]);
  expect(await scanning.scan()).toMatchObject({ filesOpened: 0 });
});
