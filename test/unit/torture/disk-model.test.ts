import { expect, it } from 'vitest';

import { seededRandom } from '#test/torture/random';
import { DiskModel, type SyncPromise } from '#test/torture/replay/disk-model';
import type { Operation } from '#test/torture/replay/operations';

const open = (name: string): Operation => ({ kind: 'open', name, isTruncated: false });
const write = (name: string, text: string, offset = 0): Operation => ({
  ...{ kind: 'write', name, offset },
  data: Buffer.from(text),
});
const sync = (name: string): Operation => ({ kind: 'sync', name });

/** Every different content that some hundred cuts leave of one file. */
function leftOf(name: string, promise: SyncPromise, ...operations: readonly Operation[]): (string | undefined)[] {
  const disk = new DiskModel(promise);
  for (const operation of operations) disk.apply(operation);
  const random = seededRandom(1);
  const left = Array.from({ length: 300 }, () => disk.afterCut(random).get(name)?.toString());
  return [...new Set(left)].sort();
}

it('keeps what was synced, with its name', () => {
  expect(leftOf('a', 'posix', open('a'), write('a', 'safe'), sync('a'), sync(''))).toEqual(['safe']);
});

it('may lose the name of a synced file until its folder is synced, but not on a disk with a journal', () => {
  const operations = [open('a'), write('a', 'safe'), sync('a')];
  expect(leftOf('a', 'posix', ...operations)).toEqual(['safe', undefined]);
  expect(leftOf('a', 'journal', ...operations)).toEqual(['safe']);
});

it('lets unsynced writes survive in any order', () => {
  const operations = [open('a'), write('a', '....'), sync('a'), sync(''), write('a', '1'), write('a', '2', 3)];
  expect(leftOf('a', 'posix', ...operations)).toEqual(['....', '...2', '1...', '1..2']);
});

it('tears a write at its sectors', () => {
  const length = 2 * 512;
  const operations = [open('a'), write('a', '.'.repeat(length)), sync('a'), sync(''), write('a', 'x'.repeat(length))];
  const halves = leftOf('a', 'posix', ...operations).map((text) => [
    text?.[0],
    text?.[511],
    text?.[512],
    text?.[1_023],
  ]);
  expect(halves).toContainEqual(['x', 'x', '.', '.']);
  expect(halves).toContainEqual(['.', '.', 'x', 'x']);
});

it('renames as a whole or not at all', () => {
  const operations = [open('old'), write('old', 'text'), sync('old'), sync('')];
  const rename: Operation = { kind: 'rename', name: 'old', to: 'new' };
  expect(leftOf('new', 'posix', ...operations, rename)).toEqual(['text', undefined]);
  expect(leftOf('new', 'posix', ...operations, rename, sync(''))).toEqual(['text']);
});
