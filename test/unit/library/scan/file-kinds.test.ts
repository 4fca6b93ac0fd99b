import { expect, it } from 'vitest';

import { fileKindOf } from '#library/scan/file-kinds';
import { isGhost } from '#library/scan/ghost-names';
import { isPicture } from '#library/scan/picture-magic';
import { unreadableReason } from '#library/scan/unreadable-reason';

it.each([
  ['a.mp3', 'audio'],
  ['A.MP3', 'audio'],
  ['b.m4b', 'audio'],
  ['b.mka', 'audio'],
  ['c.M2TS', 'video'],
  ['d.m3u8', 'playlist'],
  ['e.jpeg', 'image'],
  ['f.txt', undefined],
  ['mp3', undefined],
  ['.mp3', undefined],
  ['a.mp3.part', undefined],
])('takes %s for %s', (name, kind) => {
  expect(fileKindOf(Buffer.from(name))).toBe(kind);
});

it.each(['._a.mp3', '.Trashes', '$Recycle.Bin', 'System Volume Information', 'lost+found', '.Spotlight-V100'])(
  'hides %s',
  (name) => {
    expect(isGhost(Buffer.from(name))).toBe(true);
  },
);

it.each([
  ['', 'empty file'],
  ['\xff'.repeat(64), 'no content: the same byte all over'],
  ['#EXTM3U\n', 'not a media file: text'],
  ['<!DOCTYPE html>', 'not a media file: a web page'],
  ['PK\x03\x04', 'not a media file: a ZIP archive'],
  ['ID3\x04\x00', 'damaged or cut short'],
  ['\x00\x00\x00\x20ftypM4A ', 'damaged or cut short'],
  ['\x01\x02\x9f', 'not a known media format'],
])('says of %j: %s', (head, reason) => {
  expect(unreadableReason(Buffer.from(head, 'latin1'))).toBe(reason);
});

it('decodes pictures by their bytes, and SVG never', () => {
  expect(isPicture(Buffer.from('\xff\xd8\xff\xe0', 'latin1'))).toBe(true);
  expect(isPicture(Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'))).toBe(true);
  expect(isPicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe(false);
});
