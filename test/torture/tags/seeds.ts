import { asfOfSizeZero, mp4WithEmptyEntry } from '#test/support/hostile/damaged-media';
import { id3Tag, mpegFrames, pictureBody, textBody, xingFrame, type Id3Body } from '#test/support/id3';
import { filmSeedFile, seedBytes, type SeedFormat } from '#test/support/seeds';
import { withFlacComments, withId3, type TestTags } from '#test/support/tags';
import type { FuzzSeed } from '#test/torture/tags/fuzz-seed';
import { listSeeds } from '#test/torture/tags/list-seeds';
import { readFile } from 'node:fs/promises';

const SEED_BYTES = 24 * 1024;
const FORMATS: readonly SeedFormat[] = ['mp3', 'ogg', 'opus', 'm4a', 'aac', 'wav', 'aiff', 'wma', 'wv'];
const TAGS: TestTags = {
  ...{ title: 'Seed', artist: 'Band', album: 'Record', albumArtist: 'Band', genre: 'Rock' },
  ...{ year: 1980, trackNumber: 3, discNumber: 1, isCompilation: false },
};
const FRAMES: readonly Id3Body[] = [
  ['TIT2', textBody('Seed', 'utf16')],
  ['TPE1', textBody(['A', 'B'])],
  ['TXXX', textBody(['REPLAYGAIN_TRACK_GAIN', '-7 dB'])],
  ['APIC', pictureBody(Buffer.alloc(3_000, 0xff))],
  ['TALB', textBody('Record', 'utf16be')],
];

/** One of each format, of each kind of tag and of each kind of list, and the two files on which known parsers never end. */
export async function fuzzSeeds(): Promise<readonly FuzzSeed[]> {
  const seeds: FuzzSeed[] = [];
  const add = (name: string, bytes: Buffer) => seeds.push({ name, bytes: Buffer.from(bytes.subarray(0, SEED_BYTES)) });
  for (const format of FORMATS) add(format, await seedBytes({ format, frequencyHz: 300, seconds: 1 }));
  add('flac', withFlacComments(await seedBytes({ format: 'flac', frequencyHz: 300, seconds: 1 }), TAGS));
  for (const extension of ['mkv', 'mp4'] as const) add(extension, await readFile(await filmSeedFile(extension, 1)));

  const sound = Buffer.concat([xingFrame(20), mpegFrames(20, [128, 160])]);
  add('id3 2.3', Buffer.concat([id3Tag(FRAMES, { version: 3, hasExtendedHeader: true }), sound]));
  add('id3 2.3 unsynchronised', Buffer.concat([id3Tag(FRAMES, { version: 3, isUnsynchronised: true }), sound]));
  add('id3 2.4 compressed', Buffer.concat([id3Tag(FRAMES, { isCompressed: true, isGrouped: true }), sound]));
  add('id3 2.4', withId3(sound, TAGS, { mimeType: 'image/jpeg', bytes: Buffer.alloc(2_000, 0xd8) }));
  add('asf size 0', asfOfSizeZero());
  add('mp4 stsd size 0', mp4WithEmptyEntry());
  return [...seeds, ...listSeeds()];
}
