import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { EVERYTHING, makeScanning, VOLUME } from '#test/integration/library/scanning';
import { seedBytes } from '#test/support/seeds';
import { withId3 } from '#test/support/tags';

const SONGS = 20_000;
const AT_ONCE = 64;
const TAGS = {
  ...{ title: 'Again', artist: 'The Prolific', album: 'Everything', albumArtist: 'The Prolific', genre: 'Rock' },
  ...{ year: 1999, trackNumber: 1, discNumber: 1, isCompilation: false },
};

it('has all of 20,000 songs by one artist that stand in one folder', { timeout: 480_000 }, async () => {
  await using scanning = await makeScanning();
  const folder = join(scanning.stick, 'Everything');
  await mkdir(folder, { recursive: true });
  const first = join(folder, '00000.mp3');
  await writeFile(first, withId3(await seedBytes({ format: 'mp3', frequencyHz: 300, seconds: 2 }), TAGS));
  for (let from = 1; from < SONGS; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, SONGS - from) }, (_none, offset) => from + offset);
    await Promise.all(numbers.map((number) => link(first, join(folder, `${String(number).padStart(5, '0')}.mp3`))));
  }

  const summary = await scanning.scan();

  expect(summary).toMatchObject({ filesSeen: SONGS, filesOpened: SONGS, skipped: 0 });
  const { items, total } = scanning.library.tracks.list(EVERYTHING, { offset: SONGS - 1, limit: 1 });
  expect(total).toBe(SONGS);
  expect(items[0]?.durationMs).toBeGreaterThan(1_900);
  const artists = scanning.library.artists.list(EVERYTHING, { offset: 0, limit: 10 }).items;
  expect(artists).toMatchObject([{ name: 'The Prolific', trackCount: SONGS }]);
  const of = { ...EVERYTHING, artistId: artists[0]?.id };
  expect(scanning.library.tracks.list(of, { offset: SONGS - 10, limit: 200 })).toMatchObject({ total: SONGS });
  expect(scanning.library.volumes.skipped(VOLUME)).toEqual([]);
  expect(await scanning.scan()).toMatchObject({ filesSeen: SONGS, filesOpened: 0 });
});
