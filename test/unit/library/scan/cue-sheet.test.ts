import { expect, it } from 'vitest';

import { parseCueSheet } from '#library/scan/cue-sheet';
import { encodeLegacy } from '#test/support/legacy-text';

const parse = (text: string | Buffer, charset = 'windows-1252') =>
  parseCueSheet(Buffer.from(text), (bytes) => new TextDecoder(charset).decode(bytes));

const ALBUM = `REM GENRE "Dub Techno"
REM DATE 1998
REM DISCNUMBER 2
PERFORMER "The Band"
TITLE "The Album"
FILE "The Album.flac" WAVE
  TRACK 01 AUDIO
    TITLE "First"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "Second"
    PERFORMER "A Guest"
    INDEX 00 03:20:00
    INDEX 01 03:22:37
  TRACK 03 AUDIO
    INDEX 01 74:00:74
`;

it('takes a file apart into the songs of an album', () => {
  const { files, ...about } = parse(ALBUM.replaceAll('\n', '\r\n'));

  expect(about).toEqual({ title: 'The Album', artist: 'The Band', genre: 'Dub Techno', year: 1998, discNumber: 2 });
  expect(files).toHaveLength(1);
  expect(files[0]?.name.text).toBe('The Album.flac');
  expect(files[0]?.tracks).toEqual([
    { number: 1, title: 'First', artist: undefined, startMs: 0 },
    { number: 2, title: 'Second', artist: 'A Guest', startMs: 202_493 },
    { number: 3, title: undefined, artist: undefined, startMs: 4_440_987 },
  ]);
});

it('knows names without quotes, and quotes within quotes', () => {
  const { files } = parse(
    'FILE My Album - 1.wav WAVE\nTRACK 01 AUDIO\nTITLE "Say "Yes""\nINDEX 01 0:0:0\nTRACK 2 AUDIO\nINDEX 01 1:0:0',
  );
  expect(files[0]?.name.text).toBe('My Album - 1.wav');
  expect(files[0]?.tracks.map(({ title }) => title)).toEqual(['Say "Yes"', undefined]);
});

it('leaves data tracks out, and what begins nowhere or twice at one place', () => {
  const lines = ['FILE "a.bin" BINARY', 'TRACK 01 MODE1/2352', 'INDEX 01 00:00:00', 'TRACK 02 AUDIO', 'TRACK 03 AUDIO'];
  const { files } = parse([...lines, 'INDEX 01 01:00:00', 'TRACK 04 AUDIO', 'INDEX 01 01:00:00'].join('\n'));
  expect(files[0]?.tracks.map(({ number }) => number)).toEqual([3]);
});

it('puts a song into the file that its own index stands in, where its gap ends the one before', () => {
  const lines = ['FILE "1.wav" WAVE', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00', 'TRACK 02 AUDIO', 'INDEX 00 03:00:00'];
  const { files } = parse([...lines, 'FILE "2.wav" WAVE', 'INDEX 01 00:00:00'].join('\n'));
  expect(files.map(({ tracks }) => tracks.map(({ number }) => number))).toEqual([[1], [2]]);
});

it.each([
  ['windows-1251', 'Мельница Ветров'],
  ['shift_jis', '東京ナイト'],
])('reads texts of %s as it is told to, and UTF-8 as what it is', (charset, name) => {
  const line = Buffer.concat([
    Buffer.from('TITLE "'),
    encodeLegacy(name, charset),
    Buffer.from('"\nPERFORMER "Café"\n'),
  ]);
  expect(parse(line, charset)).toMatchObject({ title: name, artist: 'Café' });
  expect(parse(`\uFEFFTITLE "${name}"`, charset)).toMatchObject({ title: name });
  expect(parse(Buffer.from(`\uFEFFTITLE "${name}"`, 'utf16le'))).toMatchObject({ title: name });
});

it('ends whatever it is given', () => {
  expect(parse(Buffer.alloc(200_000, 0xff)).files).toEqual([]);
  expect(parse('TRACK 01 AUDIO\nINDEX 01 00:00:00').files).toEqual([]);
  expect(parse(`FILE "a\0b" WAVE\n${'TRACK 1 AUDIO\nINDEX 01 0:0:1\n'.repeat(50_000)}`).files).toEqual([]);
});
