import { describe, expect, it } from 'vitest';

import type { FileKind } from '#library/ports';
import { FoundFiles } from '#library/scan/found-files';

const idOf = (path: Buffer) => `id of ${path.toString()}`;

function add(found: FoundFiles, name: string, kind: FileKind = 'audio'): void {
  found.add({ kind, path: Buffer.from(name), sizeBytes: 7, mtimeMs: 1 }, name);
}

const names = (files: readonly { readonly path: Buffer }[]) => files.map(({ path }) => path.toString());

describe('what a walk finds', () => {
  it('hands out songs while the walk goes on, and films and playlists when it is over', async () => {
    const found = new FoundFiles(idOf);
    const first = found.take(10);
    add(found, 'film', 'video');
    add(found, 'list', 'playlist');
    add(found, 'cover', 'image');
    add(found, 'song');
    expect(names(await first)).toEqual(['song']);

    const second = found.take(10);
    add(found, 'last song');
    found.complete();

    expect(names([...(await second), ...(await found.take(10))])).toEqual(['last song', 'list', 'film']);
    expect(await found.take(10)).toEqual([]);
  });

  it('hands out each once, in their order, with what the walk saw', async () => {
    const found = new FoundFiles(idOf);
    const all = Array.from({ length: 2_500 }, (_none, index) => String(index));
    for (const name of all) add(found, name);
    found.complete();
    const taken = [];
    for (let next = await found.take(700); next.length > 0; next = await found.take(700)) taken.push(...next);

    expect(names(taken)).toEqual(all);
    const file = { id: 'id of 7', kind: 'audio', path: Buffer.from('7'), sizeBytes: 7 };
    expect(taken[7]).toEqual({ ...file, walked: { ...file, folder: Buffer.alloc(0), mtimeMs: 1 } });
  });

  it('lists each by name once, but none whose turn comes soon', async () => {
    const found = new FoundFiles(idOf);
    for (let index = 0; index < 2_000; index += 1) add(found, String(index));
    await found.take(1_200);

    const listed = names([...found.takeUnlisted(100), ...found.takeUnlisted(1_000)]);

    expect(listed).toEqual(Array.from({ length: 600 }, (_none, index) => String(1_400 + index)));
    await found.take(200);
    expect(found.takeUnlisted(1_000)).toEqual([]);
  });
});
