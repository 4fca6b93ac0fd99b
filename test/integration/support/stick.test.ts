import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { parseBuffer, parseFile } from 'music-metadata';
import { expect, it } from 'vitest';

import { SEED_FORMATS } from '#test/support/seeds';
import { makeStick, planTracks } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

it('writes mp3 and flac files whose tags read back as planned', async () => {
  await using folder = await makeTempFolder();
  const { tracks } = await makeStick(folder.path, { tracks: 90, formats: ['mp3', 'flac'], hasArtwork: true });

  expect(tracks).toHaveLength(90);
  for (const track of tracks) {
    const { common, format } = await parseFile(join(folder.path, track.path), { duration: true });
    expect(common).toMatchObject({
      title: track.title,
      artist: track.artist,
      album: track.album,
      albumartist: track.albumArtist,
      year: track.year,
      genre: [track.genre],
      track: { no: track.trackNumber },
      disk: { no: track.discNumber },
    });
    expect(common.compilation ?? false).toBe(track.isCompilation);
    expect(format.duration).toBeCloseTo(2, 0);
  }
});

it('writes every other format with a title and an artist', async () => {
  await using folder = await makeTempFolder();
  const { tracks } = await makeStick(folder.path, { tracks: SEED_FORMATS.length, formats: SEED_FORMATS });

  for (const track of tracks) {
    const { common } = await parseFile(join(folder.path, track.path));
    expect([track.format, common.title, common.artist]).toEqual([track.format, track.title, track.artist]);
  }
});

it('gives the tracks their tones in turn', () => {
  const tones = planTracks({ tracks: 6, tones: 3 }).map((track) => track.frequencyHz);
  expect(tones).toEqual([300, 380, 460, 300, 380, 460]);
});

it('puts on a hostile stick what it says is there, each name byte for byte', async () => {
  await using folder = await makeTempFolder();
  const { hostile } = await makeStick(folder.path, { isHostile: true });

  const names = await readdir(Buffer.from(join(folder.path, 'Hostile')), { encoding: 'buffer' });
  const listed = names.map((name) => `Hostile/${name.toString('latin1')}`).toSorted();
  expect(listed).toEqual(hostile.map((file) => file.path.toString('latin1')).toSorted());

  for (const file of hostile.filter(({ kind }) => kind === 'playable')) {
    const path = Buffer.concat([Buffer.from(`${folder.path}/`), file.path]);
    const { common } = await parseBuffer(await readFile(path), { mimeType: 'audio/mpeg' }, { skipCovers: true });
    expect([file.what, common.albumartist]).toEqual([file.what, 'Strangers']);
  }
  expect((await lstat(join(folder.path, 'Hostile/pipe.mp3'))).isFIFO()).toBe(true);
});
