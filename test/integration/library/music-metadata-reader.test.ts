import { execFileSync } from 'node:child_process';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readPictureOf, readTagsOf } from '#library/adapters/music-metadata-reader';
import { seedBytes } from '#test/support/seeds';
import { withId3, type TestTags } from '#test/support/tags';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';

const TAGS: TestTags = {
  title: 'Ace',
  artist: 'Band',
  album: 'Record',
  albumArtist: 'Band',
  genre: 'Rock',
  year: 1980,
  trackNumber: 3,
  discNumber: 1,
  isCompilation: false,
};

let folder: TempFolder;
let stick: string;
let audio: Buffer;

beforeEach(async () => {
  folder = await makeTempFolder();
  stick = join(await realpath(folder.path), 'stick');
  await mkdir(stick);
  audio = await seedBytes({ format: 'mp3', frequencyHz: 300, seconds: 2 });
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const file = (name: string | Buffer) => ({ mountPoint: Buffer.from(stick), path: Buffer.from(name) });

const picture = (megabytes: number) => ({
  mimeType: 'image/jpeg',
  bytes: Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(megabytes * 1024 * 1024, 7)]),
});

/** A tag of version 2.3, unsynchronised as a whole: every FF in it is followed by a 00 that does not count. */
function unsynchronised(title: string): Buffer {
  const text = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(title, 'utf16le')]);
  const frame = Buffer.concat([Buffer.from('TIT2\0\0\0'), Buffer.from([text.length, 0, 0]), text]);
  const body = Buffer.from(frame.toString('latin1').replaceAll('\xff', '\xff\0'), 'latin1');
  return Buffer.concat([Buffer.from('ID3\x03\0\x80\0\0\0', 'latin1'), Buffer.from([body.length]), body]);
}

describe('a song', () => {
  it('is read without its cover, however large that is', async () => {
    await writeFile(join(stick, 'a.mp3'), withId3(audio, TAGS, picture(30)));

    const answer = await readTagsOf(file('a.mp3'));

    expect(answer).toMatchObject({ kind: 'read', content: { title: 'Ace', trackNumber: 3, hasPicture: true } });
    expect(answer.bytesRead).toBeLessThan(32 * 1024);
  });

  it('gives its cover when it is asked for, up to 10 MB', async () => {
    await writeFile(join(stick, 'small.mp3'), withId3(audio, TAGS, picture(1)));
    await writeFile(join(stick, 'large.mp3'), withId3(audio, TAGS, picture(11)));

    const small = await readPictureOf(file('small.mp3'));
    expect(small.kind === 'read' && Buffer.from(small.content).equals(picture(1).bytes)).toBe(true);
    expect(await readPictureOf(file('large.mp3'))).toMatchObject({ kind: 'unreadable' });
  });

  it('has its title although its tag is unsynchronised', async () => {
    await writeFile(join(stick, 'a.mp3'), Buffer.concat([unsynchronised('Ace of Spades'), audio]));
    expect(await readTagsOf(file('a.mp3'))).toMatchObject({ kind: 'read', content: { title: 'Ace of Spades' } });
  });

  it('may have a name that is no text', async () => {
    const name = Buffer.from('\xff\xfe.mp3', 'latin1');
    await writeFile(Buffer.concat([Buffer.from(`${stick}/`), name]), withId3(audio, TAGS));
    expect(await readTagsOf(file(name))).toMatchObject({ kind: 'read', content: { title: 'Ace' } });
  });

  it.each(['wav', 'aiff'])('has its title in letters beyond ASCII in %s', async (format) => {
    const title = 'Tïtle 🎶 日本';
    const make = ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=1', '-metadata', `title=${title}`];
    execFileSync('ffmpeg', [...make, join(stick, `a.${format}`)], { timeout: 15_000 });

    expect(await readTagsOf(file(`a.${format}`))).toMatchObject({ kind: 'read', content: { title } });
  });
});

describe('what is no song', () => {
  it('is not opened through links, and never waits for a pipe', async () => {
    await symlink('/etc/passwd', join(stick, 'link.mp3'));
    execFileSync('mkfifo', [join(stick, 'pipe.mp3')], { timeout: 5_000 });
    await mkdir(join(stick, 'folder.mp3'));

    for (const name of ['link.mp3', 'pipe.mp3', 'folder.mp3']) {
      expect(await readTagsOf(file(name)), name).toMatchObject({ kind: 'unreadable', bytesRead: 0 });
    }
  });

  it('is not read outside the stick, also when a folder leads there', async () => {
    await mkdir(join(stick, '../outside'));
    await writeFile(join(stick, '../outside/a.mp3'), withId3(audio, TAGS));
    await symlink('../outside', join(stick, 'folder'));

    expect(await readTagsOf(file('folder/a.mp3'))).toEqual({
      kind: 'failed',
      reason: 'lies outside the stick',
      bytesRead: 0,
    });
  });

  it('says nothing about its content when it is not there', async () => {
    expect(await readTagsOf(file('gone.mp3'))).toMatchObject({ kind: 'failed', reason: 'cannot be read: ENOENT' });
  });
});
