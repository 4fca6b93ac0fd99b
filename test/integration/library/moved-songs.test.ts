import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

import type { TrackId } from '#contract/entities/ids';
import type { SongMove } from '#library/ports';
import { EVERYTHING, makeScanning, VOLUME, type Scanning } from '#test/integration/library/scanning';
import { id3Tag, mpegFrames, textBody } from '#test/support/id3';

const ALL = { offset: 0, limit: 200 };
const EARLIER = 1_000;

async function setup(songs: number) {
  const scanning = await makeScanning();
  for (let index = 0; index < songs; index += 1) await addSong(scanning, `${Math.floor(index / 10)}/${index}.mp3`);
  const scan = async () => {
    const moves: SongMove[] = [];
    const request = { volumeId: VOLUME, label: 'Stick', mountPoint: Buffer.from(scanning.stick), isForced: false };
    const listener = {
      onProgress: () => undefined,
      onLibraryChanged: () => undefined,
      onMoved: (more: readonly SongMove[]) => moves.push(...more),
    };
    const summary = await scanning.runner.scan(request, listener, new AbortController().signal);
    return { summary, moves };
  };
  return { scanning, scan, [Symbol.asyncDispose]: () => scanning[Symbol.asyncDispose]() };
}

async function addSong(scanning: Scanning, path: string): Promise<void> {
  const file = join(scanning.stick, path);
  await mkdir(dirname(file), { recursive: true });
  const tag = id3Tag([
    ['TIT2', textBody(path)],
    ['TPE1', textBody('Band')],
  ]);
  await writeFile(file, Buffer.concat([tag, mpegFrames(40)]));
}

function idOf({ library }: Scanning, path: string): TrackId | undefined {
  return library.tracks.list(EVERYTHING, ALL).items.find((track) => track.path === path)?.id;
}

const to = (scanning: Scanning, path: string) => join(scanning.stick, path);

it('opens exactly what was touched on a known stick, and says where moved songs went', async () => {
  await using stick = await setup(60);
  const { scanning, scan } = stick;
  await scan();
  const before = ['0/0.mp3', '1/10.mp3', '2/20.mp3'].map((path) => idOf(scanning, path));

  for (let index = 0; index < 20; index += 1) await addSong(scanning, `new/${index}.mp3`);
  for (let index = 30; index < 35; index += 1) await utimes(to(scanning, `3/${index}.mp3`), EARLIER, EARLIER);
  for (let index = 40; index < 50; index += 1) await rm(to(scanning, `4/${index}.mp3`));
  await rename(to(scanning, '0/0.mp3'), to(scanning, '0/other name.mp3'));
  await rename(to(scanning, '1/10.mp3'), to(scanning, '2/10.mp3'));
  await rename(to(scanning, '2/20.mp3'), to(scanning, '20.mp3'));

  const { summary, moves } = await scan();

  expect(summary.filesOpened).toBe(20 + 5 + 3);
  const after = ['0/other name.mp3', '2/10.mp3', '20.mp3'].map((path) => idOf(scanning, path));
  expect(new Map(moves.map((move) => [move.from, move.to]))).toEqual(
    new Map(before.map((id, index) => [id, after[index]])),
  );
  expect((await scan()).summary.filesOpened).toBe(0);
});

it('follows a song that goes on and on, and back to where it was', async () => {
  await using stick = await setup(3);
  const { scanning, scan } = stick;
  await scan();
  const home = idOf(scanning, '0/0.mp3');
  await rename(to(scanning, '0/0.mp3'), to(scanning, 'a.mp3'));
  await scan();
  await rename(to(scanning, 'a.mp3'), to(scanning, 'b.mp3'));

  const onward = await scan();
  const there = idOf(scanning, 'b.mp3');
  expect(onward.moves.find(({ from }) => from === home)?.to).toBe(there);

  await rename(to(scanning, 'b.mp3'), to(scanning, '0/0.mp3'));
  const back = await scan();
  expect(back.moves.find(({ from }) => from === there)?.to).toBe(home);
  expect(back.moves.some(({ from }) => from === home)).toBe(false);
});

it('takes songs of one length for what they are', async () => {
  await using stick = await setup(2);
  const { scanning, scan } = stick;
  await scan();
  await rm(to(scanning, '0/0.mp3'));
  await addSong(scanning, '0/9.mp3');

  expect((await scan()).moves).toEqual([]);
});
