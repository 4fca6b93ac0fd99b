import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';

import { damagedMedia } from '#test/support/hostile/damaged-media';
import { bombGif, bombPng } from '#test/support/hostile/picture-bombs';
import { addHostileFiles, type HostileFile } from '#test/support/hostile-files';
import { seedBytes } from '#test/support/seeds';
import { withId3, type TestTags } from '#test/support/tags';

/** What became of a file of the hostile stick; `listed`: by whatever can be read of it, with or without a reason. */
export interface StickFile extends Omit<HostileFile, 'kind'> {
  readonly kind: HostileFile['kind'] | 'listed';
}

const DEEPEST_READ = 32;
const DEEP = 400;

/** Everything that strangers' sticks hold, each file with what a library must make of it. Same bytes each time. */
export async function makeHostileStick(dir: string): Promise<StickFile[]> {
  await mkdir(dir, { recursive: true });
  const song = await seedBytes({ format: 'mp3', frequencyHz: 300, seconds: 2 });
  return [
    ...(await addHostileFiles(dir)),
    ...(await writeDamaged(dir)),
    ...(await writeNames(dir, song)),
    ...(await writeTrees(dir, song)),
    ...(await writeBins(dir, song)),
    ...(await writePictures(dir, song)),
    ...(await writeLists(dir)),
  ];
}

async function writeDamaged(dir: string): Promise<StickFile[]> {
  await mkdir(`${dir}/Damaged`);
  const files = await damagedMedia();
  for (const { name, bytes } of files) await writeFile(`${dir}/Damaged/${name}`, bytes);
  return files.map(({ name, what, kind }) => file(`Damaged/${name}`, kind, what));
}

const NAMES: readonly (readonly [name: string | Buffer, what: string])[] = [
  [`${'x'.repeat(251)}.mp3`, '255 bytes'],
  ['CON.mp3', 'a device of Windows'],
  ['....mp3.mp3', 'dots'],
  [' blank in front.mp3', 'a blank in front'],
  ['blank behind .mp3', 'a blank behind'],
  ['tab\tand\rreturn.mp3', 'tab and return'],
  ['SHOUTED.MP3', 'capitals'],
  ['back\\slash.mp3', 'backslash'],
  ['semi;colon|pipe&and.mp3', 'signs of a shell'],
  ['percent%00nul.mp3', 'a NUL in percents'],
  ['שלום עולם.mp3', 'right to left'],
  ['zero\u200bwidth.mp3', 'zero width'],
  ['family 👨‍👩‍👧‍👦.mp3', 'joined emoji'],
  [Buffer.from('overlong \xc0\xaf.mp3', 'latin1'), 'overlong UTF-8'],
  [Buffer.from('surrogate \xed\xa0\x80.mp3', 'latin1'), 'half a surrogate pair'],
  [Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2.mp3', 'latin1'), 'CP1251'],
];

async function writeNames(dir: string, song: Buffer): Promise<StickFile[]> {
  const folder = Buffer.from('Names \xff\nof strangers', 'latin1');
  await mkdir(at(dir, folder));
  const files = NAMES.map(([name, what]) => file(join(folder, Buffer.from(name)), 'playable', what));
  // Not hidden by its dots alone: the name begins with one.
  const hidden = file(join(folder, Buffer.from('....mp3.mp3')), 'hidden', 'dots');
  for (const { path, what } of files) await writeFile(at(dir, path), withId3(song, tags(what)));
  return [...files.filter(({ what }) => what !== 'dots'), hidden];
}

async function writeTrees(dir: string, song: Buffer): Promise<StickFile[]> {
  const deepFolder = (depth: number) => `Trees${'/d'.repeat(depth - 1)}`;
  await mkdir(`${dir}/${deepFolder(DEEP)}`, { recursive: true });
  await mkdir(`${dir}/Trees/folder.mp3`);
  const songs = [
    file(`${deepFolder(DEEPEST_READ)}/deep.mp3`, 'playable', 'in the deepest folder that is read'),
    file(`${deepFolder(DEEP)}/deeper.mp3`, 'hidden', '400 folders deep'),
    file('Trees/folder.mp3/inside.mp3', 'playable', 'in a folder that is called like a song'),
  ];
  for (const { path, what } of songs) await writeFile(at(dir, path), withId3(song, tags(what)));
  await symlink('two', `${dir}/Trees/one`);
  await symlink('one', `${dir}/Trees/two`);
  await symlink('..', `${dir}/Trees/up`);
  await symlink('/', `${dir}/Trees/root`);
  execFileSync('mkfifo', [`${dir}/Trees/pipe.flac`, `${dir}/Trees/pipe.m3u`, `${dir}/Trees/cover.jpg`]);
  const special = [...(makeDevice(`${dir}/Trees/zero.mp3`) ? ['zero.mp3'] : []), 'pipe.flac', 'pipe.m3u'];
  return [...songs, ...special.map((name) => file(`Trees/${name}`, 'hidden', name))];
}

/** False where it takes a right that is not there. */
function makeDevice(path: string): boolean {
  try {
    execFileSync('mknod', [path, 'c', '1', '5'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const BINS = [
  '$RECYCLE.BIN',
  'System Volume Information',
  '.Trash-1000/files',
  '.Spotlight-V100',
  'FOUND.000',
  'RECYCLER',
];

async function writeBins(dir: string, song: Buffer): Promise<StickFile[]> {
  const files = BINS.map((bin) => file(`${bin}/gone.mp3`, 'hidden', bin));
  for (const bin of BINS) await mkdir(`${dir}/${bin}`, { recursive: true });
  for (const { path } of files) await writeFile(at(dir, path), song);
  return files;
}

/** Beside a song each, as its cover: none of them may be taken. */
async function writePictures(dir: string, song: Buffer): Promise<StickFile[]> {
  const pictures: readonly (readonly [string, Buffer])[] = [
    ['cover.png', bombPng(30_000)],
    ['folder.jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['cover.gif', bombGif(65_535)],
    ['cover.jpg', Buffer.alloc(0)],
  ];
  const files: StickFile[] = [];
  for (const [index, [name, bytes]] of pictures.entries()) {
    const folder = `Pictures/${index}`;
    await mkdir(`${dir}/${folder}`, { recursive: true });
    await writeFile(`${dir}/${folder}/${name}`, bytes);
    const path = file(`${folder}/song.mp3`, 'playable', `beside a bad ${name} ${index}`);
    await writeFile(at(dir, path.path), withId3(song, { ...tags(path.what), album: path.what }));
    files.push(path);
  }
  return files;
}

async function writeLists(dir: string): Promise<StickFile[]> {
  const entity = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const lists: readonly (readonly [string, string | Buffer, string])[] = [
    ['itself.m3u', 'itself.m3u\n', 'names itself'],
    ['one.m3u', 'two.m3u\n', 'a loop of two'],
    ['two.m3u', 'one.m3u\n', 'a loop of two'],
    ['long.m3u', 'nowhere.mp3\n'.repeat(50_000), '50,000 lines'],
    ['line.m3u', 'x'.repeat(500_000), 'one line of 500,000 letters'],
    ['nul.m3u', Buffer.from('a\0b.mp3\n\0\0\n'), 'NUL'],
    ['utf16.m3u', Buffer.from('\uFEFF../Hostile/-option.mp3\r\n', 'utf16le'), 'UTF-16'],
    ['entities.xspf', `<?xml version="1.0"?>${entity}<playlist><title>&b;</title></playlist>`, 'entities'],
    ['numbers.pls', '[playlist]\nFile999999999999=x.mp3\nNumberOfEntries=-1\n', 'absurd numbers'],
    ['loop.cue', `FILE "loop.cue" WAVE\n${'TRACK 01 AUDIO\nINDEX 01 00:00:01\n'.repeat(20_000)}`, 'a sheet of itself'],
    ['outside.cue', 'FILE "/etc/passwd" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n', 'leads out of the stick'],
  ];
  await mkdir(`${dir}/Lists`);
  for (const [name, content] of lists) await writeFile(`${dir}/Lists/${name}`, content);
  return lists.map(([name, , what]) => file(`Lists/${name}`, 'playlist', what));
}

function file(path: string | Buffer, kind: StickFile['kind'], what: string): StickFile {
  return { path: Buffer.from(path), kind, what };
}

function join(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name]);
}

function at(dir: string, path: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${dir}/`), path]);
}

function tags(what: string): TestTags {
  return {
    ...{ title: `Stranger: ${what}`, artist: 'Strangers', album: 'Hostile', albumArtist: 'Strangers', genre: 'Other' },
    ...{ year: 2001, trackNumber: 1, discNumber: 1, isCompilation: false },
  };
}
