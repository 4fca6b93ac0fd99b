import { expect, it } from 'vitest';

import { trackId, volumeId } from '#contract/entities/ids';
import { albumId, artistId, fileId, folderId, genreId } from '#kernel/derive-id';

const STICK = volumeId.parse('stick');
const PATH = Buffer.from('Music/a.mp3');

it('gives the same id for the same bytes, for ever', () => {
  expect(fileId(STICK, PATH)).toBe('fH_zqvUZtvH0xF6JcxZNIRs');
});

it('tells volumes, paths and kinds of things apart', () => {
  const ids = [
    fileId(STICK, PATH),
    fileId(volumeId.parse('stick2'), PATH),
    fileId(STICK, Buffer.from([0xff])),
    fileId(STICK, Buffer.from([0xfe])),
    folderId(STICK, PATH),
    folderId(STICK, Buffer.alloc(0)),
    albumId(STICK, 'Music/a.mp3'),
    artistId('a'),
    genreId('a'),
  ];

  expect(new Set(ids).size).toBe(ids.length);
});

it('gives ids that the contract takes', () => {
  expect(trackId.safeParse(fileId(STICK, PATH)).success).toBe(true);
});
