import { expect, it } from 'vitest';

import { volumeId, type ArtworkId } from '#contract/entities/ids';
import type { PendingArtwork } from '#library/ports';
import { silentLogger } from '#kernel/logger';
import { OpenedFiles } from '#library/scan/opened-files';
import { findArtwork } from '#library/scan/phase-4-artwork';

const NOTHING = { kind: 'unreadable', reason: 'none', bytesRead: 0 } as const;
const REQUEST = { volumeId: volumeId.parse('v1'), label: 'Stick', mountPoint: Buffer.from('/stick'), isForced: false };

function setup(owners: readonly string[], keep: (picture: Uint8Array) => Promise<string | undefined>) {
  const saved = new Map<string, ArtworkId | undefined>();
  const asked: string[] = [];
  let told = 0;
  const run = (signal = new AbortController().signal) =>
    findArtwork(
      {
        store: {
          pendingArtwork: (): readonly PendingArtwork[] =>
            owners
              .filter((ownerId) => !saved.has(ownerId))
              .map((ownerId) => ({
                ownerId,
                ownerKind: 'album',
                candidates: [{ kind: 'image', path: Buffer.from(ownerId) }],
              })),
          saveArtwork: (_volumeId: unknown, ownerId: string, artworkId: ArtworkId | undefined) =>
            saved.set(ownerId, artworkId),
        },
        files: {
          readWhole: ({ path }) => Promise.resolve({ kind: 'read', content: Uint8Array.from(path), bytesRead: 1 }),
        },
        media: {
          prepare: () => undefined,
          readSong: () => Promise.resolve(NOTHING),
          readFilm: () => Promise.resolve(NOTHING),
          readPictureAt: () => Promise.resolve(NOTHING),
        },
        tags: { readTags: () => Promise.resolve(NOTHING), readPicture: () => Promise.resolve(NOTHING) },
        probe: {
          probeAudio: () => Promise.resolve(NOTHING),
          probeVideo: () => Promise.resolve(NOTHING),
          grabFrame: () => Promise.resolve(NOTHING),
        },
        artwork: {
          keep: (picture) => {
            asked.push(Buffer.from(picture).toString());
            return keep(picture);
          },
        },
        logger: silentLogger,
      },
      REQUEST,
      new OpenedFiles(),
      () => (told += 1),
      signal,
    );
  return { run, saved, asked, told: () => told };
}

const full = () => Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));

it('keeps what was found, and what has no picture is not looked for again', async () => {
  const { run, saved, told } = setup(['a', 'b'], (picture) =>
    Promise.resolve(Buffer.from(picture).equals(Buffer.from('a')) ? 'p1' : undefined),
  );
  await run();
  expect([...saved]).toEqual([
    ['a', 'p1'],
    ['b', undefined],
  ]);
  expect(told()).toBe(2);
});

it('ends well on a full disk, tries only a few, and leaves all of them for the next scan', async () => {
  const { run, saved, asked, told } = setup(['a', 'b', 'c', 'd', 'e', 'f'], full);
  await run();
  expect(saved.size).toBe(0);
  expect(asked.length).toBeLessThan(4);
  expect(told()).toBe(0);
});

it('goes on behind one picture that could not be kept', async () => {
  const { run, saved } = setup(['a', 'b'], (picture) =>
    Buffer.from(picture).equals(Buffer.from('a')) ? full() : Promise.resolve('p2'),
  );
  await run();
  expect([...saved]).toEqual([['b', 'p2']]);
});

it('passes a cancel on', async () => {
  const cancel = new AbortController();
  const { run } = setup(['a'], () => {
    cancel.abort(new Error('pulled'));
    return Promise.reject(new Error('pulled'));
  });
  await expect(run(cancel.signal)).rejects.toThrow('pulled');
});
