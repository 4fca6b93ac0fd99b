import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import type { Track } from '#contract/entities/track';
import { EVERYTHING, makeScanning, VOLUME, type Scanning } from '#test/integration/library/scanning';
import { encodeLegacy } from '#test/support/legacy-text';
import { seedBytes } from '#test/support/seeds';
import { withFlacComments, withId3, type TestTags } from '#test/support/tags';

const ALL = { offset: 0, limit: 200 };
const SECONDS = 30;
const WHOLE: TestTags = {
  ...{ title: 'All of it', artist: 'The Band', album: 'The Disc', albumArtist: 'The Band', genre: 'Rock' },
  ...{ year: 1980, trackNumber: 1, discNumber: 1, isCompilation: false },
};

const SHEET = `PERFORMER "The Band"
TITLE "The Disc"
REM DATE 1979
FILE "disc.wav" WAVE
TRACK 01 AUDIO
TITLE "Opening"
INDEX 01 00:00:00
TRACK 02 AUDIO
TITLE "Guests"
PERFORMER "A Guest"
INDEX 01 00:10:00
TRACK 03 AUDIO
TITLE "Close"
INDEX 01 00:25:37
`;

async function setup() {
  const scanning = await makeScanning();
  const folder = join(scanning.stick, 'Disc');
  await mkdir(folder, { recursive: true });
  const sound = await seedBytes({ format: 'flac', frequencyHz: 300, seconds: SECONDS });
  await writeFile(join(folder, 'disc.flac'), withFlacComments(sound, WHOLE));
  await writeFile(join(folder, 'disc.cue'), SHEET);
  return { scanning, folder, [Symbol.asyncDispose]: () => scanning[Symbol.asyncDispose]() };
}

function songsOf({ library }: Scanning): Track[] {
  const { items } = library.tracks.list(EVERYTHING, ALL);
  return items.toSorted((a, b) => (a.trackNumber ?? 0) - (b.trackNumber ?? 0));
}

it('makes the songs of a cue sheet songs, also where the sheet names the WAV that was packed since', async () => {
  await using disc = await setup();
  await disc.scanning.scan();
  const { library } = disc.scanning;
  const songs = songsOf(disc.scanning);

  expect(songs.map(({ title, artist, durationMs }) => [title, artist, durationMs])).toEqual([
    ['Opening', 'The Band', 10_000],
    ['Guests', 'A Guest', 15_493],
    ['Close', 'The Band', 4_507],
  ]);
  for (const song of songs) expect(song).toMatchObject({ album: 'The Disc', year: 1979, path: 'Disc/disc.flac' });
  expect(library.albums.list(EVERYTHING, ALL).items).toMatchObject([{ title: 'The Disc', trackCount: 3 }]);
  expect(library.tracks.list({ ...EVERYTHING, words: 'guests' }, ALL).total).toBe(1);
  expect(library.playlists.list(EVERYTHING, ALL).items.map(({ name }) => name)).toEqual(['Favourites']);
  expect(library.volumes.known()).toMatchObject([{ trackCount: 3 }]);
  expect(songs.map(({ id }) => library.playables.clipOf(id))).toEqual([
    { startMs: 0, endMs: 10_000 },
    { startMs: 10_000, endMs: 25_493 },
    { startMs: 25_493, endMs: undefined },
  ]);
  for (const { id } of songs) expect(library.playables.locate(id)?.toString()).toBe(join(disc.folder, 'disc.flac'));
});

it('plays an album and a folder of it song by song, and its file from the first one', async () => {
  await using disc = await setup();
  await disc.scanning.scan();
  const { playables } = disc.scanning.library;
  const ids = songsOf(disc.scanning).map(({ id }) => id);

  const [second] = ids.slice(1);
  if (second === undefined) throw new Error('It was not taken apart');
  const album = playables.resolve({ kind: 'track', trackId: second });
  expect([album.items.map(({ id }) => id), album.startIndex]).toEqual([ids, 1]);
  for (const path of ['Disc', 'Disc/disc.flac']) {
    const { items, startIndex } = playables.resolve({ kind: 'path', volumeId: VOLUME, path });
    expect([items.map(({ id }) => id), startIndex]).toEqual([ids, 0]);
  }
});

it('opens nothing of a known stick, and keeps the ids of songs whose sheet or file was written anew', async () => {
  await using disc = await setup();
  await disc.scanning.scan();
  const before = songsOf(disc.scanning).map(({ id }) => id);
  expect(await disc.scanning.scan()).toMatchObject({ filesOpened: 0 });

  await writeFile(join(disc.folder, 'disc.cue'), SHEET.replace('Guests', 'Friends'));
  await utimes(join(disc.folder, 'disc.flac'), 1, 1);
  expect(await disc.scanning.scan()).toMatchObject({ filesOpened: 2 });
  const after = songsOf(disc.scanning);
  expect(after.map(({ id }) => id)).toEqual(before);
  expect(after.map(({ title }) => title)).toEqual(['Opening', 'Friends', 'Close']);
});

it('puts a file together again where its sheet is gone, and has nothing left where the file is', async () => {
  await using disc = await setup();
  await disc.scanning.scan();
  const cue = join(disc.folder, 'disc.cue');
  await rename(cue, `${cue}.away`);
  await disc.scanning.scan();
  expect(songsOf(disc.scanning)).toMatchObject([{ title: 'All of it', durationMs: SECONDS * 1_000 }]);

  await rename(`${cue}.away`, cue);
  await disc.scanning.scan();
  expect(songsOf(disc.scanning)).toHaveLength(3);

  await rm(join(disc.folder, 'disc.flac'));
  await disc.scanning.scan();
  expect(songsOf(disc.scanning)).toEqual([]);
});

it('takes a sheet of one song a file for a list, and one whose file is missing for nothing', async () => {
  await using scanning = await makeScanning();
  await mkdir(scanning.stick, { recursive: true });
  const sound = await seedBytes({ format: 'mp3', frequencyHz: 300, seconds: 2 });
  for (const name of ['1', '2']) {
    await writeFile(join(scanning.stick, `${name}.mp3`), withId3(sound, { ...WHOLE, title: `Song ${name}` }));
  }
  const song = (name: string) => `FILE "${name}.wav" WAVE\nTRACK 0${name} AUDIO\nINDEX 01 00:00:00\n`;
  await writeFile(join(scanning.stick, 'list.cue'), `TITLE "A List"\n${song('1')}${song('2')}`);
  await writeFile(join(scanning.stick, 'nothing.cue'), SHEET);
  await scanning.scan();

  expect(songsOf(scanning).map(({ title }) => title)).toEqual(['Song 1', 'Song 2']);
  const lists = scanning.library.playlists.list(EVERYTHING, ALL).items;
  expect(lists.map(({ name, trackCount }) => [name, trackCount])).toEqual([
    ['Favourites', 0],
    ['A List', 2],
  ]);
});

it('reads a sheet of an old code page in its own letters', async () => {
  await using disc = await setup();
  const names = ['Ночная дорога', 'Смуглянка', 'Белая зима'];
  const sheet = names.reduce(
    (text, name, index) => text.replace(/TITLE "(Opening|Guests|Close)"/u, `TITLE "${name}${index}"`),
    SHEET,
  );
  await writeFile(join(disc.folder, 'disc.cue'), encodeLegacy(sheet, 'windows-1251'));
  await disc.scanning.scan();
  expect(songsOf(disc.scanning).map(({ title }) => title)).toEqual(names.map((name, index) => `${name}${index}`));
});
