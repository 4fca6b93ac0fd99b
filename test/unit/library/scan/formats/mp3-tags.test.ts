import { describe, expect, it } from 'vitest';

import { sourceOf, type ByteSource } from '#library/scan/formats/byte-source';
import { mp3Tags } from '#library/scan/formats/mp3-tags';
import {
  id3Tag,
  mpegFrames,
  pictureBody,
  textBody,
  unsynchronise,
  xingFrame,
  type Encoding,
  type Id3Body,
  type Id3Options,
} from '#test/support/id3';

const JPEG = Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), Buffer.alloc(60_000, 0xff)]);
const SOUND = mpegFrames(400);
const NAMES: readonly Id3Body[] = [
  ['TIT2', textBody('Ace')],
  ['TPE1', textBody('Band')],
  ['TALB', textBody('Record')],
  ['TRCK', textBody('3/12')],
];

function read(file: Buffer, look: 'head' | 'whole' = 'whole') {
  const reads: [number, number][] = [];
  const bytes = sourceOf(file);
  const source: ByteSource = {
    sizeBytes: file.length,
    read: (start, end) => {
      reads.push([start, end]);
      return bytes.read(start, end);
    },
  };
  return { tags: mp3Tags(source, look), reads };
}

const tagsOf = (frames: readonly Id3Body[], options: Id3Options = {}) =>
  read(Buffer.concat([id3Tag(frames, options), SOUND])).tags!;

describe('the tag in front', () => {
  it.each<[string, Id3Options]>([
    ['as it is', {}],
    ['2.3', { version: 3 }],
    ['2.3 unsynchronised as a whole', { version: 3, isUnsynchronised: true }],
    ['2.4 with frames unsynchronised', { version: 4, isUnsynchronised: true }],
    ['2.3 with an extended header', { version: 3, hasExtendedHeader: true }],
    ['2.4 with an extended header', { version: 4, hasExtendedHeader: true }],
    ['2.3 compressed', { version: 3, isCompressed: true }],
    ['2.4 compressed', { version: 4, isCompressed: true }],
    ['2.3 grouped', { version: 3, isGrouped: true }],
    ['2.4 grouped and compressed and unsynchronised', { isGrouped: true, isCompressed: true, isUnsynchronised: true }],
    ['with padding', { paddingBytes: 3_000 }],
  ])('is read %s', (_what, options) => {
    expect(tagsOf([['APIC', pictureBody(JPEG)], ...NAMES], options)).toMatchObject({
      title: 'Ace',
      artist: 'Band',
      album: 'Record',
      trackNumber: 3,
      hasPicture: true,
    });
  });

  it('is read in 2.2, whose names are short', () => {
    const frames: Id3Body[] = [
      ['TT2', textBody('Ace', 'latin1')],
      ['TP1', textBody('Band', 'utf16')],
      ['TCP', textBody('1', 'latin1')],
    ];
    expect(tagsOf(frames, { version: 2 })).toMatchObject({ title: 'Ace', artist: 'Band', isCompilation: true });
  });

  it.each<Encoding>(['utf16', 'utf16be', 'utf16-without-mark', 'utf8'])('has texts in %s', (encoding) => {
    expect(tagsOf([['TIT2', textBody('Ночь 🌙 夜', encoding)]]).title).toBe('Ночь 🌙 夜');
  });

  it('joins several artists, and keeps a stroke in a name', () => {
    expect(tagsOf([['TPE1', textBody(['A', 'B', 'C'], 'utf16')]]).artist).toBe('A, B & C');
    expect(tagsOf([['TPE1', textBody('AC/DC')]], { version: 3 }).artist).toBe('AC/DC');
  });

  it.each([
    ['17', ['Rock']],
    ['(17)', ['Rock']],
    ['(4)Eurodisco', ['Disco', 'Eurodisco']],
    ['(17)Rock', ['Rock']],
    ['((Live)', ['(Live)']],
    ['(RX)(0)', ['Remix', 'Blues']],
    ['Rock; Pop', ['Rock', 'Pop']],
  ])('knows the genres of %s', (text, genres) => {
    expect(tagsOf([['TCON', textBody(text)]]).genres).toEqual(genres);
  });

  it('has what taggers added: album artist, loudness, sort names', () => {
    const tags = tagsOf([
      ['TXXX', textBody(['Album Artist', 'All'])],
      ['TXXX', textBody(['REPLAYGAIN_TRACK_GAIN', '-7.21 dB'])],
      ['TSOT', textBody('Ace, The')],
      ['TSOP', textBody('Zed, Ann')],
      ['TSOA', textBody('Record 1')],
      ['TSO2', textBody('Band, The')],
      ['TIT2', textBody('The Ace')],
    ]);
    expect(tags).toMatchObject({ albumArtist: 'All', gainDb: -7.21, titleSort: 'Ace, The' });
    expect(tags).toMatchObject({ artistSort: 'Zed, Ann', albumSort: 'Record 1', albumArtistSort: 'Band, The' });
  });

  it('takes the frame for the album artist before what a tagger added', () => {
    expect(
      tagsOf([
        ['TXXX', textBody(['ALBUMARTIST', 'Added'])],
        ['TPE2', textBody('Own')],
      ]).albumArtist,
    ).toBe('Own');
  });

  it('believes sizes that old iTunes wrote plainly into 2.4', () => {
    const long = textBody('x'.repeat(300));
    const tag = id3Tag([
      ['TIT2', long],
      ['TPE1', textBody('Band')],
    ]);
    tag.writeUInt32BE(long.length, 14);
    expect(read(Buffer.concat([tag, SOUND])).tags).toMatchObject({ artist: 'Band' });
  });

  it('keeps the bytes of a text of unknown code page', () => {
    const title = Buffer.concat([Buffer.from([0]), Buffer.from('\xcd\xee\xf7\xfc', 'latin1')]);
    expect(tagsOf([['TIT2', title]])).toMatchObject({ legacy: { title: '\xcd\xee\xf7\xfc' } });
    expect(tagsOf([['TIT2', Buffer.from('\0Plain')]]).legacy).toBeUndefined();
  });

  it('is left to others when it is cut short', () => {
    expect(read(id3Tag(NAMES, { paddingBytes: 5_000 }).subarray(0, 3_000)).tags).toBeUndefined();
  });
});

describe('the picture', () => {
  it('is stepped over, and its place is known', () => {
    const tag = id3Tag([...NAMES, ['APIC', pictureBody(JPEG, { description: 'Front' })], ['TCMP', textBody('1')]]);
    const file = Buffer.concat([tag, SOUND]);

    const { tags, reads } = read(file);

    const spot = tags?.picture;
    expect(file.subarray(spot?.start, (spot?.start ?? 0) + (spot?.bytes ?? 0)).equals(JPEG)).toBe(true);
    expect(tags?.isCompilation).toBe(true);
    expect(Math.max(...reads.map(([start, end]) => end - start))).toBeLessThan(9_000);
  });

  it('is the front cover where there are several', () => {
    const front = Buffer.concat([JPEG, Buffer.from([1])]);
    const tags = tagsOf([
      ['APIC', pictureBody(JPEG, { type: 0 })],
      ['APIC', pictureBody(front)],
    ]);
    expect(tags.picture?.bytes).toBe(front.length);
  });

  it('ends a quick look, which leaves the sound for later', () => {
    const file = Buffer.concat([id3Tag([...NAMES, ['APIC', pictureBody(JPEG)]]), SOUND]);

    const { tags, reads } = read(file, 'head');

    expect(tags).toMatchObject({ title: 'Ace', hasPicture: true, lengthIs: 'unread' });
    expect(tags?.durationMs).toBeUndefined();
    expect(Math.max(...reads.map(([, end]) => end))).toBeLessThan(4_096);
  });

  it('is followed by the sound, which is read with the rest of the tag in one go', () => {
    const tag = id3Tag([...NAMES, ['APIC', pictureBody(JPEG)]], { paddingBytes: 3_000 });

    const { tags, reads } = read(Buffer.concat([tag, xingFrame(400), SOUND]));

    const behind = reads.filter(([, end]) => end > tag.length - 3_000 && end > 60_000);
    expect(tags).toMatchObject({ durationMs: expect.any(Number) as number });
    expect(behind[0]?.[1]).toBeGreaterThan(tag.length + 1_000);
  });

  it('is not read through for what may stand behind it, where all of the tag is unsynchronised', () => {
    const tag = id3Tag([...NAMES, ['APIC', pictureBody(JPEG)], ['TCON', textBody('Rock')]], {
      version: 3,
      isUnsynchronised: true,
    });

    const { tags, reads } = read(Buffer.concat([tag, SOUND]));

    expect(tags).toMatchObject({ title: 'Ace', hasPicture: true, codec: 'MPEG 1 Layer 3' });
    expect(reads.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(60_000);
  });

  it('has no known place where the tag is unsynchronised', () => {
    const tags = tagsOf([...NAMES, ['APIC', pictureBody(JPEG)]], { version: 3, isUnsynchronised: true });
    expect(tags).toMatchObject({ hasPicture: true, picture: undefined });
  });
});

describe('the end of the file', () => {
  const v1 = (title: string) => {
    const tag = Buffer.alloc(128);
    tag.write('TAG', 'latin1');
    tag.write(title, 3, 'latin1');
    tag.write('Old Band', 33, 'latin1');
    tag[126] = 7;
    tag[127] = 17;
    return tag;
  };
  const item = (key: string, value: string | Buffer, flags = 0) => {
    const bytes = Buffer.from(value);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(bytes.length, 0);
    head.writeUInt32LE(flags, 4);
    return Buffer.concat([head, Buffer.from(`${key}\0`), bytes]);
  };
  const ape = (...items: Buffer[]) => {
    const body = Buffer.concat(items);
    const footer = Buffer.alloc(32);
    footer.write('APETAGEX', 'latin1');
    footer.writeUInt32LE(2_000, 8);
    footer.writeUInt32LE(body.length + 32, 12);
    footer.writeUInt32LE(items.length, 16);
    return Buffer.concat([body, footer]);
  };

  it('has the old tag, with number and genre', () => {
    const { tags } = read(Buffer.concat([SOUND, v1('Old')]));
    expect(tags).toMatchObject({ title: 'Old', artist: 'Old Band', trackNumber: 7, genres: ['Rock'] });
  });

  it('has an APE tag, also before the old one, and steps over its picture', () => {
    const tag = ape(
      item('Cover Art (Front)', JPEG, 2),
      item('Title', 'Ape'),
      item('ARTIST', 'A\0B'),
      item('Track', '4/9'),
    );
    for (const behind of [Buffer.alloc(0), v1('Old')]) {
      const { tags } = read(Buffer.concat([SOUND, tag, behind]));
      expect(tags).toMatchObject({ title: 'Ape', artist: 'A & B', trackNumber: 4, hasPicture: true });
    }
  });

  it('is not looked at when the front gave title and artist', () => {
    const file = Buffer.concat([id3Tag(NAMES), SOUND, v1('Old')]);
    const { tags, reads } = read(file);
    expect(tags?.title).toBe('Ace');
    expect(Math.max(...reads.map(([, end]) => end))).toBeLessThan(9_000);
  });
});

describe('the length', () => {
  const lengthOf = (...parts: Buffer[]) => read(Buffer.concat(parts)).tags;

  it('is told by a Xing frame, less what the encoder added', () => {
    const tags = lengthOf(id3Tag(NAMES), xingFrame(1_000, { delay: 576, padding: 1_152 }), mpegFrames(50, [128, 160]));
    expect(tags?.durationMs).toBe(Math.round(((1_000 * 1_152 - 576 - 1_152) / 44_100) * 1_000));
    expect(tags?.lengthIs).toBeUndefined();
  });

  it('is told by a frame of Fraunhofer', () => {
    const frame = mpegFrames(1);
    frame.write('VBRI', 36, 'latin1');
    frame.writeUInt32BE(2_000, 36 + 14);
    expect(lengthOf(frame, SOUND)?.durationMs).toBe(Math.round(((2_000 * 1_152) / 44_100) * 1_000));
  });

  it('follows from the size otherwise, and is a guess', () => {
    const tags = lengthOf(mpegFrames(1_000));
    expect(Math.abs((tags?.durationMs ?? 0) - 26_122)).toBeLessThan(60);
    expect(tags?.lengthIs).toBe('guessed');
  });

  it('begins behind junk, and behind a second tag', () => {
    expect(lengthOf(id3Tag(NAMES), Buffer.alloc(9_000), SOUND)?.durationMs).toBeGreaterThan(10_000);
    expect(lengthOf(id3Tag([]), id3Tag(NAMES), SOUND)).toMatchObject({ title: 'Ace' });
  });

  it.each([
    ['nothing but FF', Buffer.alloc(70_000, 0xff)],
    ['zeros', Buffer.alloc(70_000)],
    ['text', Buffer.from('not a song\n'.repeat(500))],
    [
      'AAC',
      Buffer.concat(Array.from({ length: 50 }, () => Buffer.from('\xff\xf1\x50\x80\x02\x1f\xfc         ', 'latin1'))),
    ],
  ])('is not made up for %s', (_what, bytes) => {
    expect(read(bytes).tags).toBeUndefined();
  });
});

it('undoes what it does itself', () => {
  expect(unsynchronise(Buffer.from([0xff, 0xfb, 0xff, 0x00, 0x12, 0xff]))).toEqual(
    Buffer.from([0xff, 0x00, 0xfb, 0xff, 0x00, 0x00, 0x12, 0xff, 0x00]),
  );
});
