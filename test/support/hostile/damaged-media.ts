import { deflateSync } from 'node:zlib';

import { id3Tag, mpegFrames, pictureBody, syncSafe, textBody, type Id3Body } from '#test/support/id3';
import { seedBytes, type SeedFormat } from '#test/support/seeds';

/** What the scan makes of a file: `listed` is shown by whatever can be read of it, with or without a reason. */
export interface DamagedFile {
  readonly name: string;
  readonly what: string;
  readonly bytes: Buffer;
  readonly kind: 'playable' | 'listed' | 'broken';
}

const CUT_FORMATS: readonly SeedFormat[] = ['mp3', 'flac', 'm4a', 'ogg'];
const EXTENSIONS = [
  'mp3',
  'flac',
  'm4a',
  'ogg',
  'opus',
  'wav',
  'aiff',
  'wma',
  'ape',
  'wv',
  'mkv',
  'mp4',
  'avi',
] as const;
const BOMB_BYTES = 64 * 1024 * 1024;
const MANY = 100_000;

/** Songs and films that are cut off, full of one byte, not what their name says, or made to keep a reader busy. */
export async function damagedMedia(): Promise<DamagedFile[]> {
  const cut = await Promise.all(CUT_FORMATS.map(cutAtEachPercent));
  return [...cut.flat(), ...fillers(), ...disguised(), ...bombs(), ...loops()];
}

async function cutAtEachPercent(format: SeedFormat): Promise<DamagedFile[]> {
  const seed = await seedBytes({ format, frequencyHz: 300, seconds: 1 });
  return Array.from({ length: 99 }, (_none, index) => {
    const percent = index + 1;
    return {
      name: `cut at ${percent} percent.${format}`,
      what: `${format} cut at ${percent} %`,
      bytes: seed.subarray(0, Math.ceil((seed.length * percent) / 100)),
      kind: 'listed',
    };
  });
}

function fillers(): DamagedFile[] {
  return EXTENSIONS.flatMap((extension) => [
    broken(`empty.${extension}`, '0 bytes', Buffer.alloc(0)),
    broken(`ones.${extension}`, 'all 0xFF', Buffer.alloc(65_536, 0xff)),
    broken(`zeros.${extension}`, 'all 0x00', Buffer.alloc(65_536)),
  ]);
}

/** Each as `.mp3`, and the reason must name what it is. */
function disguised(): DamagedFile[] {
  const contents: readonly (readonly [string, string | Buffer])[] = [
    ['zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 7)])],
    ['pdf', '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'],
    ['elf', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(500)])],
    ['exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)])],
    ['png', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500)])],
    ['html', '<!DOCTYPE html><img src=x onerror=alert(1)>'],
    ['json', '{"not": "music"}'],
    ['sqlite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_000)])],
  ];
  return contents.map(([what, bytes]) => broken(`${what} inside.mp3`, `${what} as mp3`, Buffer.from(bytes)));
}

function bombs(): DamagedFile[] {
  const names: readonly Id3Body[] = [
    ['TIT2', textBody('Bomb')],
    ['TPE1', textBody('Strangers')],
  ];
  const sound = mpegFrames(200);
  const song = (name: string, what: string, tag: Buffer): DamagedFile => ({
    name: `${name}.mp3`,
    what,
    bytes: Buffer.concat([tag, sound]),
    kind: 'playable',
  });
  const packed = deflateSync(Buffer.alloc(BOMB_BYTES));
  return [
    song('inflating frame', 'a frame of 64 KB that unpacks to 64 MB', withPacked(packed, names)),
    song('many frames', '100,000 frames', id3Tag([...names, ...Array<Id3Body>(MANY).fill(['TXXX', textBody('')])])),
    song('long title', 'a title of 2 MB', id3Tag([['TIT2', textBody('t'.repeat(2_000_000))], ...names.slice(1)])),
    song('many genres', '10,000 genres', id3Tag([...names, ['TCON', textBody(Array<string>(10_000).fill('Rock'))]])),
    song(
      'many pictures',
      '500 pictures',
      id3Tag([...names, ...Array<Id3Body>(500).fill(['APIC', pictureBody(Buffer.alloc(100, 0xff))])]),
    ),
    song(
      'frame longer than tag',
      'a frame that says it has 256 MB',
      Buffer.concat([id3Tag(names), Buffer.from('TALB\x7f\x7f\x7f\x7f\0\0', 'latin1')]),
    ),
    song('tag in tag', 'twenty tags in front of each other', Buffer.concat(Array<Buffer>(20).fill(id3Tag(names)))),
    {
      ...song('ape count', 'APEv2 with 2^32-1 items', id3Tag(names)),
      bytes: Buffer.concat([id3Tag(names), sound, apeOfMany()]),
    },
    { name: 'comment count.flac', what: 'FLAC with 2^32-1 comments', bytes: flacOfMany(), kind: 'listed' },
    {
      name: 'picture of 2 GB.flac',
      what: 'FLAC with a picture of 2^31 bytes',
      bytes: flacWithPicture(),
      kind: 'listed',
    },
  ];
}

/** Files on which readers that believe what they read never end. */
function loops(): DamagedFile[] {
  const page = Buffer.concat([Buffer.from('OggS\0\x02', 'latin1'), Buffer.alloc(20), Buffer.from([0])]);
  const nested = Buffer.concat(Array<Buffer>(2_000).fill(Buffer.from('1853806701ffffffffffffff', 'hex')));
  const box = Buffer.concat([Buffer.from([0, 0, 0, 0]), Buffer.from('moov')]);
  const deep = Array.from({ length: 2_000 }).reduce<Buffer>((inside) => boxOf('moov', inside), Buffer.alloc(0));
  const riff = Buffer.concat([
    Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'),
    Buffer.from('LIST\0\0\0\0'.repeat(5_000), 'latin1'),
  ]);
  return [
    broken('pages without end.ogg', 'Ogg pages of nothing', Buffer.concat(Array<Buffer>(5_000).fill(page))),
    broken(
      'segments in segments.mkv',
      '2,000 segments of unknown size in each other',
      Buffer.concat([Buffer.from('1a45dfa380', 'hex'), nested]),
    ),
    broken(
      'box of size 0.mp4',
      'an MP4 box of size 0',
      Buffer.concat([boxOf('ftyp', Buffer.from('isom\0\0\0\0')), box, box]),
    ),
    broken(
      'boxes in boxes.m4a',
      '2,000 boxes in each other',
      Buffer.concat([boxOf('ftyp', Buffer.from('M4A \0\0\0\0')), deep]),
    ),
    broken('chunks of size 0.wav', '5,000 chunks of size 0', riff),
    broken('asf size 0.wma', 'an ASF object of size 0', asfOfSizeZero()),
    { name: 'stsd size 0.m4a', what: 'an MP4 sample entry of size 0', bytes: mp4WithEmptyEntry(), kind: 'listed' },
  ];
}

function broken(name: string, what: string, bytes: Buffer): DamagedFile {
  return { name, what, bytes, kind: 'broken' };
}

/** Version 2.4: a frame whose content is packed, behind the names. */
function withPacked(packed: Buffer, names: readonly Id3Body[]): Buffer {
  const plain = id3Tag(names).subarray(10);
  const body = Buffer.concat([syncSafe(BOMB_BYTES), packed]);
  const frame = Buffer.concat([Buffer.from('TALB'), syncSafe(body.length), Buffer.from([0, 0x09]), body]);
  const tag = Buffer.concat([plain, frame]);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), syncSafe(tag.length), tag]);
}

function apeOfMany(): Buffer {
  const footer = Buffer.alloc(32);
  footer.write('APETAGEX', 'latin1');
  footer.writeUInt32LE(2_000, 8);
  footer.writeUInt32LE(64, 12);
  footer.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([Buffer.alloc(32, 0x41), footer]);
}

function flacOfMany(): Buffer {
  const comments = Buffer.alloc(16);
  comments.writeUInt32LE(0xffffffff, 4);
  return flacOf([4, comments]);
}

function flacWithPicture(): Buffer {
  const picture = Buffer.alloc(40);
  picture.writeUInt32BE(3, 0);
  picture.writeUInt32BE(0x80000000, 28);
  return flacOf([6, picture]);
}

/** Stream information of ten seconds, then one block more, then nothing. */
function flacOf([type, content]: readonly [number, Buffer]): Buffer {
  const info = Buffer.alloc(34);
  info.writeUIntBE((44_100 << 4) | 0, 10, 3);
  info[12] = (info[12] ?? 0) | 0x02;
  info[13] = 0xf0;
  info.writeUInt32BE(441_000, 14);
  const head = (kind: number, bytes: Buffer) => Buffer.from([kind, 0, bytes.length >> 8, bytes.length & 0xff]);
  return Buffer.concat([Buffer.from('fLaC'), head(0, info), info, head(0x80 | type, content), content]);
}

/** A header object whose first object says that it has no bytes at all. */
export function asfOfSizeZero(): Buffer {
  const header = Buffer.alloc(400);
  header.write('3026b2758e66cf11a6d900aa0062ce6c', 'hex');
  header.writeUInt32LE(300, 16);
  header.writeUInt32LE(3, 24);
  header.set([1, 2], 28);
  header.write('9107dcb7b7a9cf118ee600c00c205365', 30, 'hex');
  return header;
}

/** A sample table whose only entry has no bytes at all. */
export function mp4WithEmptyEntry(): Buffer {
  const entry = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
    Buffer.from([0, 0, 0, 0]),
    Buffer.from('mp4a'),
    Buffer.alloc(28),
  ]);
  const stbl = boxOf('stbl', boxOf('stsd', entry));
  const hdlr = boxOf('hdlr', Buffer.concat([Buffer.alloc(8), Buffer.from('soun'), Buffer.alloc(13)]));
  const times = Buffer.from([0, 0, 0xac, 0x44, 0, 1, 0, 0, 0, 0, 0, 0]);
  const mdhd = boxOf('mdhd', Buffer.concat([Buffer.alloc(12), times]));
  const trak = boxOf('trak', boxOf('mdia', Buffer.concat([mdhd, hdlr, boxOf('minf', stbl)])));
  const scale = Buffer.from([0, 0, 3, 0xe8, 0, 0, 0x20, 0]);
  const mvhd = boxOf('mvhd', Buffer.concat([Buffer.alloc(12), scale, Buffer.alloc(80)]));
  return Buffer.concat([
    boxOf('ftyp', Buffer.from('M4A \0\0\0\0M4A ')),
    boxOf('moov', Buffer.concat([mvhd, trak])),
    boxOf('mdat', Buffer.alloc(400)),
  ]);
}

function boxOf(type: string, content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length + 8);
  return Buffer.concat([size, Buffer.from(type), content]);
}
