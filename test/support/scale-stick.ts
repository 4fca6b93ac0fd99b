import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { coverBytes } from '#test/support/covers';
import {
  id3Tag,
  mpegFrames,
  pictureBody,
  syncSafe,
  textBody,
  xingFrame,
  type Encoding,
  type Id3Body,
} from '#test/support/id3';
import { encodeLegacy } from '#test/support/legacy-text';
import { filmSeedFile, runFfmpeg, seedFile, type SeedFormat } from '#test/support/seeds';
import { ffmpegTags, type TestTags } from '#test/support/tags';
import { seededRandom, type Random } from '#test/torture/random';

/** What a file of the stick is in truth. `null`: a song without a tag, whose name may say anything. */
export interface ScaleTruth {
  readonly path: string;
  readonly kind: 'song' | 'film' | 'broken' | 'hidden';
  readonly title: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  readonly seconds: number;
  /** The code page of its tag, where that claims to be Latin-1. */
  readonly charset: string | undefined;
}

export interface ScalePlan {
  /** 1 is 1,600 MP3s and some 5 GB. */
  readonly scale: number;
  readonly seed: number;
  /** Of each song; 1 makes it a few minutes long. */
  readonly lengthShare?: number;
}

const KINDS = [
  ...Array<Kind>(34).fill({ version: 3, encoding: 'utf16' }),
  ...Array<Kind>(14).fill({ version: 3, encoding: 'latin1' }),
  ...Array<Kind>(28).fill({ version: 4, encoding: 'utf8' }),
  ...Array<Kind>(3).fill({ version: 3, encoding: 'utf16', isUnsynchronised: true }),
  ...Array<Kind>(2).fill({ version: 2, encoding: 'utf16' }),
  ...Array<Kind>(3).fill({ version: 'ape', encoding: 'utf8' }),
  ...Array<Kind>(2).fill({ version: 'v1', encoding: 'latin1' }),
];

interface Kind {
  readonly version: 2 | 3 | 4 | 'ape' | 'v1';
  readonly encoding: Encoding;
  readonly isUnsynchronised?: boolean;
}

const WORDS = 'Silent Electric Golden Broken Midnight Paper Crystal Hollow Distant Velvet Burning Little Secret'.split(
  ' ',
);
const NOUNS = 'Rivers Parade Machine Hearts Avenue Garden Wolves Signal Harbour Mirrors Weather Engine Holiday'.split(
  ' ',
);
const FOREIGN = [
  'Über den Wolken',
  'Ночная дорога',
  '夜明けの歌',
  'Canción número 5',
  '별이 빛나는 밤',
  'أغنية الصباح',
  '🌙 Řeka',
];
const LEGACY: readonly (readonly [charset: string, artist: string, titles: readonly string[]])[] = [
  ['windows-1251', 'Мельница Ветров', ['Ночная дорога', 'Смуглянка', 'Белая зима', 'Поезд домой', 'Город спит']],
  ['koi8-r', 'Ветер', ['Ночная дорога', 'Смуглянка', 'Белая зима', 'Поезд домой', 'Город спит']],
  ['shift_jis', '東京ナイトライン', ['夜明けの歌', '晴れた日', 'さくら', '川の流れのように']],
  ['gb18030', '周末乐队', ['月亮代表我的心', '夜曲', '七里香', '青花瓷']],
  ['windows-1250', 'Žlutý kůň', ['Řeka a déšť', 'Příběh', 'Čas sluhů', 'Most přes řeku']],
];
const PER_ALBUM = 11;
const PER_LEGACY_ALBUM = 12;
const MP3S = 1_600;
const UNTAGGED_EVERY = 16;
const OTHERS: readonly (readonly [SeedFormat, number])[] = [
  ['flac', 28],
  ['m4a', 70],
  ['ogg', 25],
  ['opus', 15],
  ['wav', 6],
];
const FILMS = 36;

/** A stick as people have them, with the truth of it: the same plan gives the same stick. */
export async function makeScaleStick(dir: string, plan: ScalePlan): Promise<ScaleTruth[]> {
  const random = seededRandom(plan.seed);
  const truth: ScaleTruth[] = [];
  const write = async (path: string, bytes: Buffer) => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), bytes);
  };
  const share = plan.lengthShare ?? 1;
  for (let index = 0; index < MP3S * plan.scale; index += 1) {
    const { path, bytes, ...song } = await mp3Of(index, random, share);
    await write(path, bytes);
    truth.push({ ...song, path, kind: 'song', charset: undefined });
    if (index % 12 === 0) await write(join(dirname(path), `._${index}.mp3`), Buffer.alloc(4_096, 5));
  }
  truth.push(...(await writeLegacy(write, share)));
  truth.push(...(await writeOthers(dir, plan.scale)));
  truth.push(...(await writeBroken(write, random)));
  return truth;
}

async function mp3Of(index: number, random: Random, share: number) {
  const album = Math.floor(index / PER_ALBUM);
  const kind = pick(KINDS, album * 7);
  const isForeign = random() < 0.08 && kind.encoding !== 'latin1';
  const title = isForeign ? pick(FOREIGN, index) : `${pick(WORDS, index * 5)} ${pick(NOUNS, index * 3)} ${index}`;
  const names = { title, artist: `The ${pick(NOUNS, album)}`, album: `${pick(WORDS, album)} ${album}` };
  const { sound, seconds } = soundOf(index, Math.ceil((4_000 + random() * 8_000) * share));
  if (index % UNTAGGED_EVERY === UNTAGGED_EVERY - 1) {
    return { path: `Downloads/loose ${index}.mp3`, bytes: sound, title: null, artist: null, album: null, seconds };
  }
  const cover = random() < 0.6 ? await grownCover(album, random) : undefined;
  const path = `Music/${names.artist}/${names.album}/${String((index % PER_ALBUM) + 1).padStart(2, '0')} ${index}.mp3`;
  return { path, bytes: tagged(kind, names, (index % PER_ALBUM) + 1, cover, sound), ...names, seconds };
}

interface Names {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
}

function tagged(kind: Kind, names: Names, track: number, cover: Buffer | undefined, sound: Buffer): Buffer {
  const { version, encoding, isUnsynchronised = false } = kind;
  if (version === 'ape') return Buffer.concat([sound, apeTag(names)]);
  if (version === 'v1') return Buffer.concat([sound, v1Tag(names)]);
  const ids = version === 2 ? ['TT2', 'TP1', 'TAL', 'TRK', 'PIC'] : ['TIT2', 'TPE1', 'TALB', 'TRCK', 'APIC'];
  const texts = [names.title, names.artist, names.album, String(track)];
  const frames: Id3Body[] = texts.map((text, at) => [ids[at] ?? '', textBody(text, encoding)]);
  if (cover)
    frames.push([
      ids[4] ?? '',
      version === 2 ? Buffer.concat([Buffer.from('\0JPG\x03\0'), cover]) : pictureBody(cover),
    ]);
  return Buffer.concat([id3Tag(frames, { version, isUnsynchronised, paddingBytes: 1_024 }), sound]);
}

/** Constant and varying bitrates, each with and without a header that says how many frames there are. */
function soundOf(index: number, frames: number): { sound: Buffer; seconds: number } {
  const rates = index % 2 === 0 ? [192] : [96, 128, 224, 256, 160];
  const body = framesOf(frames, rates);
  const hasHeader = index % 8 < 6;
  const name = rates.length === 1 ? 'Info' : 'Xing';
  const seconds = (frames * 1_152) / 44_100;
  return { sound: hasHeader ? Buffer.concat([xingFrame(frames, { name }), body]) : body, seconds };
}

const made = new Map<string, Buffer>();
const MOST_FRAMES = 12_000;

/** Made once for the longest song; shorter ones are its beginning. */
function framesOf(count: number, rates: readonly number[]): Buffer {
  const key = rates.join(' ');
  const whole = made.get(key) ?? mpegFrames(MOST_FRAMES, rates);
  made.set(key, whole);
  const cycle = mpegFrames(rates.length, rates).length;
  const rest = mpegFrames(count % rates.length, rates).length;
  return whole.subarray(0, Math.floor(count / rates.length) * cycle + rest);
}

/** 30 to 460 KB, as covers are: behind the end of a JPEG whatever stands is not looked at. */
async function grownCover(album: number, random: Random): Promise<Buffer> {
  return Buffer.concat([await coverBytes(album % 8), Buffer.alloc(30_000 + Math.floor(random() * 430_000), 0x5a)]);
}

type Write = (path: string, bytes: Buffer) => Promise<void>;

async function writeLegacy(write: Write, share: number): Promise<ScaleTruth[]> {
  const truth: ScaleTruth[] = [];
  for (const [charset, artist, titles] of LEGACY) {
    for (let index = 0; index < PER_LEGACY_ALBUM; index += 1) {
      const title = titles[index % titles.length] ?? '';
      const text = (value: string) => Buffer.concat([Buffer.alloc(1), encodeLegacy(value, charset)]);
      const frames: Id3Body[] = [
        ['TIT2', text(title)],
        ['TPE1', text(artist)],
        ['TALB', text(artist)],
      ];
      const { sound, seconds } = soundOf(index, Math.ceil(6_000 * share));
      const path = `Music/${charset}/${index + 1}.mp3`;
      await write(path, Buffer.concat([id3Tag(frames, { version: 3 }), sound]));
      truth.push({ path, kind: 'song', title, artist, album: artist, seconds, charset });
    }
  }
  return truth;
}

/** Songs of other formats and films, by ffmpeg, so that they are as its muxers make them. */
async function writeOthers(dir: string, scale: number): Promise<ScaleTruth[]> {
  const truth: ScaleTruth[] = [];
  for (const [format, count] of OTHERS) {
    const source = await seedFile({ format, frequencyHz: 300, seconds: 30 });
    for (let index = 0; index < Math.ceil(count * scale); index += 1) {
      const tags: TestTags = {
        ...{
          title: `${format} ${index}`,
          artist: 'Others',
          album: `All ${format}`,
          albumArtist: 'Others',
          genre: 'Rock',
        },
        ...{ year: 2001, trackNumber: (index % 20) + 1, discNumber: 1, isCompilation: false },
      };
      const path = `Other/${format}/${index}.${format}`;
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await runFfmpeg(['-i', source, '-c', 'copy', ...ffmpegTags(tags), join(dir, path)]);
      truth.push({
        path,
        kind: 'song',
        title: tags.title,
        artist: tags.artist,
        album: tags.album,
        seconds: 30,
        charset: undefined,
      });
    }
  }
  for (let index = 0; index < Math.ceil(FILMS * scale); index += 1) {
    const extension = index % 2 === 0 ? 'mkv' : 'mp4';
    const path = `Films/${index}.${extension}`;
    await mkdir(join(dir, 'Films'), { recursive: true });
    await runFfmpeg(['-i', await filmSeedFile(extension, 10), '-map', '0', '-c', 'copy', join(dir, path)]);
    truth.push({ path, kind: 'film', title: null, artist: null, album: null, seconds: 10, charset: undefined });
  }
  return truth;
}

async function writeBroken(write: Write, random: Random): Promise<ScaleTruth[]> {
  const noise = Buffer.from(Array.from({ length: 200_000 }, () => Math.floor(random() * 256)));
  const files: readonly (readonly [string, Buffer])[] = [
    ['empty.mp3', Buffer.alloc(0)],
    ['noise.mp3', noise],
    ['text.mp3', Buffer.from('this is not a song\n'.repeat(500))],
    ['liar.mp3', Buffer.concat([Buffer.from('ID3\x03\0\0'), syncSafe(200_000_000), Buffer.alloc(5_000)])],
    ['cut.flac', Buffer.from('fLaC\0\0\0\x22')],
  ];
  for (const [name, bytes] of files) await write(`Broken/${name}`, bytes);
  const absent = { title: null, artist: null, album: null, seconds: 0, charset: undefined };
  return files.map(([name]) => ({ path: `Broken/${name}`, kind: 'broken' as const, ...absent }));
}

function apeTag(names: Names): Buffer {
  const items = Object.entries(names).map(([key, value]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(Buffer.byteLength(String(value)));
    return Buffer.concat([head, Buffer.from(`${key}\0${String(value)}`)]);
  });
  const body = Buffer.concat(items);
  const footer = Buffer.alloc(32);
  footer.write('APETAGEX');
  footer.writeUInt32LE(2_000, 8);
  footer.writeUInt32LE(body.length + 32, 12);
  footer.writeUInt32LE(items.length, 16);
  return Buffer.concat([body, footer]);
}

function v1Tag(names: Names): Buffer {
  const tag = Buffer.alloc(128);
  tag.write('TAG', 'latin1');
  tag.write(names.title.slice(0, 30), 3, 'latin1');
  tag.write(names.artist.slice(0, 30), 33, 'latin1');
  tag.write(names.album.slice(0, 30), 63, 'latin1');
  return tag;
}

function pick<Item>(list: readonly Item[], index: number): Item {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}
