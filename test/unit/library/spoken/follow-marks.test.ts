import { expect, it } from 'vitest';

import { trackId, volumeId, type FolderId } from '#contract/entities/ids';
import { folderId } from '#kernel/derive-id';
import { followMarks } from '#library/spoken/follow-marks';
import { foldersAbove } from '#storage/library/spoken-places';
import { memorySpokenFolders } from '#test/support/memory-spoken-folders';

const STICK = volumeId.parse('stick');

const folder = (path: string): FolderId => folderId(STICK, Buffer.from(path));
const idOf = (path: string) => trackId.parse(path.replaceAll('/', '-'));

/** Songs stand at `after`, in the order of where they stood before. */
function setup(before: readonly string[], after: readonly string[], others: readonly string[] = []) {
  const marks = memorySpokenFolders();
  const paths = new Map([...before, ...after, ...others].map((path) => [idOf(path), path]));
  const above = (path: string) => foldersAbove(STICK, Buffer.from(path));
  const moves = before.flatMap((from, at) => {
    const to = after[at] ?? from;
    return from === to ? [] : [{ from: idOf(from), to: idOf(to) }];
  });
  const follow = () =>
    followMarks(moves, {
      marks,
      foldersAbove: (id) => above(paths.get(id) ?? ''),
      songsBelow: (id) => [...after, ...others].filter((path) => above(path).includes(id)).map(idOf),
    });
  return { marks, follow };
}

it('lets a mark go with a folder that is renamed, or moved, once', () => {
  const { marks, follow } = setup(['Talks/1.mp3', 'Talks/Old/2.mp3'], ['More/Chats/1.mp3', 'More/Chats/Old/2.mp3']);
  marks.keep(folder('Talks'), true);
  follow();
  expect([marks.of(folder('Talks')), marks.of(folder('More/Chats'))]).toEqual([undefined, true]);

  marks.drop(folder('More/Chats'));
  follow();
  expect(marks.of(folder('More/Chats'))).toBeUndefined();
});

it('lets a mark go with the folder below one that is renamed', () => {
  const { marks, follow } = setup(['A/Talks/1.mp3', 'A/Music/2.mp3'], ['B/Talks/1.mp3', 'B/Music/2.mp3']);
  marks.keep(folder('A/Talks'), true);
  follow();
  expect(marks.of(folder('B/Talks'))).toBe(true);
  expect(marks.of(folder('B'))).toBeUndefined();
});

it.each([
  ['one of its songs was taken out', ['T/1.mp3', 'T/2.mp3'], ['Music/1.mp3', 'T/2.mp3'], []],
  ['its songs went to where others are', ['T/1.mp3'], ['Music/1.mp3'], ['Music/9.mp3']],
  ['its songs went to different places', ['T/1.mp3', 'T/2.mp3'], ['X/1.mp3', 'Y/2.mp3'], []],
])('keeps a mark where it is when %s', (_why, before, after, others) => {
  const { marks, follow } = setup(before, after, others);
  marks.keep(folder('T'), true);
  follow();
  expect(marks.of(folder('T'))).toBe(true);
  for (const name of ['Music', 'X', 'Y']) expect(marks.of(folder(name))).toBeUndefined();
});
