import { execFileSync } from 'node:child_process';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { MediaThreads } from '#library/adapters/media-threads';
import { id3Tag, mpegFrames, pictureBody, textBody } from '#test/support/id3';
import { makeTempFolder } from '#test/support/temp-folder';

const PICTURE = Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(80_000, 7)]);
const SONG = Buffer.concat([
  id3Tag([
    ['TIT2', textBody('Ace')],
    ['TPE1', textBody('Band')],
    ['APIC', pictureBody(PICTURE)],
  ]),
  mpegFrames(4_000, [128, 192]),
]);
const forEver = new AbortController().signal;

async function setup() {
  const folder = await makeTempFolder();
  const stick = join(await realpath(folder.path), 'stick');
  await mkdir(stick);
  const threadUrl = pathToFileURL(join(import.meta.dirname, '../../../src/app/media-thread.ts'));
  const threads = new MediaThreads({ threadUrl, logger: silentLogger });
  return {
    stick,
    threads,
    file: (name: string) => ({ mountPoint: Buffer.from(stick), path: Buffer.from(name) }),
    [Symbol.asyncDispose]: async () => {
      await threads.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

it('reads a song, its picture where it lies, and counts its frames', async () => {
  await using made = await setup();
  const { threads, file } = made;
  await writeFile(join(made.stick, 'a.mp3'), SONG);

  const song = await threads.readSong(file('a.mp3'), 'whole', forEver);
  expect(song).toMatchObject({ kind: 'read', content: { title: 'Ace', lengthIs: 'guessed' } });
  const spot = song.kind === 'read' ? song.content.picture : undefined;
  const picture = await threads.readPictureAt(file('a.mp3'), spot ?? { start: 0, bytes: 0 }, forEver);
  expect(picture.kind === 'read' && Buffer.from(picture.content).equals(PICTURE)).toBe(true);
  const counted = await threads.readSong(file('a.mp3'), 'count', forEver);
  expect(counted).toMatchObject({ content: { durationMs: Math.round(((4_000 * 1_152) / 44_100) * 1_000) } });
  expect(await threads.readPictureAt(file('a.mp3'), { start: 9, bytes: 50 }, forEver)).toMatchObject({
    kind: 'unreadable',
  });
});

it('does not read the beginning of a song again that the first look has read', async () => {
  await using made = await setup();
  const { threads, file } = made;
  const tag = id3Tag([
    ...(['TIT2', 'TPE1', 'TALB', 'TRCK'] as const).map((id) => [id, textBody('7')] as const),
    ['APIC', pictureBody(PICTURE)],
  ]);
  await writeFile(join(made.stick, 'a.mp3'), Buffer.concat([tag, mpegFrames(4_000)]));

  const first = await threads.readSong(file('a.mp3'), 'head', forEver);
  const head = first.kind === 'read' ? first.content.head : undefined;
  const again = await threads.readSong(file('a.mp3'), 'whole', forEver);
  const rest = await threads.readSong({ ...file('a.mp3'), head }, 'whole', forEver);

  expect(first).toMatchObject({ content: { lengthIs: 'unread' } });
  expect(rest).toMatchObject({ kind: 'read', content: again.kind === 'read' ? again.content : {} });
  expect(again.bytesRead - rest.bytesRead).toBe(4_096);
});

it('opens no links, never waits for a pipe, and tells a missing file from a damaged one', async () => {
  await using made = await setup();
  const { threads, file, stick } = made;
  await symlink('/etc/passwd', join(stick, 'link.mp3'));
  execFileSync('mkfifo', [join(stick, 'pipe.mp3')], { timeout: 5_000 });
  await writeFile(join(stick, 'empty.mp3'), '');
  await writeFile(join(stick, 'text.mp3'), 'not a song\n'.repeat(100));

  const answers = ['link.mp3', 'pipe.mp3', 'empty.mp3', 'text.mp3', 'gone.mp3'].map(async (name) => {
    const { kind } = await threads.readSong(file(name), 'head', forEver);
    return kind;
  });
  expect(await Promise.all(answers)).toEqual(['unreadable', 'unreadable', 'unreadable', 'refused', 'failed']);
});

it('ends a count with the reason of the cancel, and goes on with others', async () => {
  await using made = await setup();
  const { threads, file, stick } = made;
  await writeFile(join(stick, 'long.mp3'), mpegFrames(60_000, [320, 128]));
  await writeFile(join(stick, 'a.mp3'), SONG);
  const cancel = new AbortController();
  const count = threads.readSong(file('long.mp3'), 'count', cancel.signal);
  setTimeout(() => cancel.abort(new Error('pulled')), 30);

  await expect(count).rejects.toThrow('pulled');
  expect(await threads.readSong(file('a.mp3'), 'head', forEver)).toMatchObject({ kind: 'read' });
});
