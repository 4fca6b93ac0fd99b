import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { seedBytes } from '#test/support/seeds';
import { withId3, type TestTags } from '#test/support/tags';

/**
 * `playable`: a real song, however named; `broken`: listed, with a reason; `hidden`: never listed; `playlist`: a real
 * list; `disguise`: a list or text under the name of a song, which must not be followed.
 */
export type HostileKind = 'playable' | 'broken' | 'hidden' | 'playlist' | 'disguise';

export interface HostileFile {
  /** Bytes, relative to the stick. */
  readonly path: Buffer;
  readonly kind: HostileKind;
  readonly what: string;
}

export const HOSTILE_FOLDER = 'Hostile';
/** In tags and names; a screen that takes it for markup opens a dialog. */
export const HTML_BAIT = '<img src=x onerror=alert(1)>';
const HUGE_PICTURE_BYTES = 30 * 1024 * 1024;
const TONE = { format: 'mp3', frequencyHz: 300, seconds: 30 } as const;

/** Writes into a folder of its own what strangers' sticks hold. */
export async function addHostileFiles(dir: string): Promise<HostileFile[]> {
  const audio = await seedBytes(TONE);
  const songs = await writeSongs(dir, audio);
  const broken = await writeBroken(dir, audio);
  const lists = await writeLists(dir);
  await writeSpecial(dir, audio);
  return [...songs, ...broken, ...lists, ...SPECIAL.map(([name, what]) => hostile(name, 'hidden', what))];
}

const SONG_NAMES: readonly (readonly [name: string | Buffer, what: string])[] = [
  ['new\nline.mp3', 'newline'],
  ['quo"te\'s `tick`.mp3', 'quotes'],
  [`${HTML_BAIT.replaceAll('/', '')}.mp3`, 'HTML'],
  ['emoji 🚙🎶.mp3', 'emoji'],
  ['-option.mp3', 'looks like an option'],
  ['--version.mp3', 'looks like a long option'],
  ['esc\u001B[31mred.mp3', 'terminal sequence'],
  ['rtl \u202E3pm.mp3', 'direction override'],
  ['%2e%2e%2fpercent.mp3', 'percent signs'],
  ['$(touch pwned).mp3', 'shell'],
  ['caf\u00E9.mp3', 'composed'],
  ['cafe\u0301.mp3', 'decomposed'],
  [`${'n'.repeat(246)}.mp3`, '250 bytes'],
  [Buffer.from('latin-\xE9\xFF.mp3', 'latin1'), 'invalid UTF-8'],
];

async function writeSongs(dir: string, audio: Buffer): Promise<HostileFile[]> {
  await mkdir(join(dir, HOSTILE_FOLDER), { recursive: true });
  const files = SONG_NAMES.map(([name, what]) => hostile(name, 'playable', what));
  for (const [index, file] of files.entries()) {
    await writeFile(absolute(dir, file.path), withId3(audio, tags(index, file.what)));
  }
  const huge = hostile('huge picture.mp3', 'playable', '30 MB picture');
  const picture = { mimeType: 'image/jpeg', bytes: Buffer.alloc(HUGE_PICTURE_BYTES, 0xff) };
  await writeFile(absolute(dir, huge.path), withId3(audio, tags(files.length, huge.what), picture));
  const wrong = hostile('mp3 inside.flac', 'playable', 'wrong extension');
  await writeFile(absolute(dir, wrong.path), withId3(audio, tags(files.length + 1, wrong.what)));
  return [...files, huge, wrong];
}

async function writeBroken(dir: string, audio: Buffer): Promise<HostileFile[]> {
  const contents: readonly (readonly [string, string, Buffer])[] = [
    ['empty.mp3', '0 bytes', Buffer.alloc(0)],
    ['ones.mp3', 'all 0xFF', Buffer.alloc(65_536, 0xff)],
    ['ones.flac', 'all 0xFF', Buffer.alloc(65_536, 0xff)],
    [
      'liar.mp3',
      'tag longer than the file',
      Buffer.concat([Buffer.from('ID3\x04\x00\x00\x7f\x7f\x7f\x7f', 'latin1'), audio]),
    ],
    ['text.ogg', 'plain text', Buffer.from('This is not a song.\n')],
  ];
  for (const [name, , bytes] of contents) await writeFile(absolute(dir, hostile(name, 'broken', '').path), bytes);
  const cut = hostile('truncated.flac', 'broken', 'cut after 30 bytes');
  const flac = await seedBytes({ ...TONE, format: 'flac' });
  await writeFile(absolute(dir, cut.path), flac);
  await truncate(absolute(dir, cut.path), 30);
  return [...contents.map(([name, what]) => hostile(name, 'broken', what)), cut];
}

async function writeLists(dir: string): Promise<HostileFile[]> {
  const song = 'quo"te\'s `tick`.mp3';
  const outside = ['../../../../etc/passwd', 'http://example.invalid/a.mp3', 'av://lavfi:sine', 'file:///etc/passwd'];
  const lists: readonly (readonly [string, string, string])[] = [
    ['crlf.m3u', 'CRLF', `#EXTM3U\r\nemoji 🚙🎶.mp3\r\n${song}\r\n`],
    ['bom.m3u8', 'byte order mark', `\uFEFFemoji 🚙🎶.mp3\n`],
    ['windows.m3u', 'Windows paths', `E:\\${HOSTILE_FOLDER}\\-option.mp3\n..\\${HOSTILE_FOLDER}\\-option.mp3\n`],
    ['encoded.m3u8', 'URL-encoded', 'emoji%20%F0%9F%9A%99%F0%9F%8E%B6.mp3\n'],
    ['outside.m3u', 'leads out of the stick', `${outside.join('\n')}\n-option.mp3\n`],
    ['list.pls', 'PLS', '[playlist]\nFile1=-option.mp3\nNumberOfEntries=1\n'],
  ];
  const disguises: readonly (readonly [string, string, string])[] = [
    ['playlist.mp3', 'playlist text', '#EXTM3U\n/etc/passwd\n'],
    ['hls.mp3', 'HLS text', '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\nhttp://example.invalid/1.ts\n'],
    ['concat.mp3', 'concat text', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['edl.mp3', 'EDL text', '# mpv EDL v0\n/etc/passwd,0,1\n'],
    ['page.mp3', 'HTML text', '<!doctype html><script>alert(1)</script>\n'],
  ];
  for (const [name, , text] of [...lists, ...disguises]) await writeFile(join(dir, HOSTILE_FOLDER, name), text);
  return [
    ...lists.map(([name, what]) => hostile(name, 'playlist', what)),
    ...disguises.map(([name, what]) => hostile(name, 'disguise', what)),
  ];
}

const SPECIAL = [
  ['._ghost.mp3', 'resource fork'],
  ['link out.mp3', 'symbolic link out of the stick'],
  ['pipe.mp3', 'FIFO'],
  ['loop', 'link to its own folder'],
] as const;

async function writeSpecial(dir: string, audio: Buffer): Promise<void> {
  const at = (name: (typeof SPECIAL)[number][0]) => join(dir, HOSTILE_FOLDER, name);
  await writeFile(at('._ghost.mp3'), audio.subarray(0, 400));
  await symlink('/etc/passwd', at('link out.mp3'));
  await symlink('.', at('loop'));
  execFileSync('mkfifo', [at('pipe.mp3')], { timeout: 5_000 });
}

function hostile(name: string | Buffer, kind: HostileKind, what: string): HostileFile {
  return { path: Buffer.concat([Buffer.from(`${HOSTILE_FOLDER}/`), Buffer.from(name)]), kind, what };
}

function absolute(dir: string, path: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${dir}/`), path]);
}

function tags(index: number, what: string): TestTags {
  return {
    title: what === 'HTML' ? HTML_BAIT : `Odd ${String(index + 1)}: ${what}`,
    artist: what === 'HTML' ? '<script>alert(2)</script>' : 'Strangers',
    album: '<b>Hostile</b> & "Co"',
    albumArtist: 'Strangers',
    genre: 'Other',
    year: 2001,
    trackNumber: index + 1,
    discNumber: 1,
    isCompilation: false,
  };
}
