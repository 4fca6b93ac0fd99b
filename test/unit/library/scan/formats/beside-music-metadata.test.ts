import fc from 'fast-check';
import { parseBuffer } from 'music-metadata';
import { expect, it } from 'vitest';

import { sourceOf } from '#library/scan/formats/byte-source';
import { readFilm, readSong } from '#library/scan/formats/read-media';
import { id3Tag, mpegFrames, pictureBody, textBody, xingFrame, type Encoding, type Id3Body } from '#test/support/id3';

const SOUND = Buffer.concat([xingFrame(60), mpegFrames(60, [128, 160])]);
const RUNS = 300;

/** Without what the product takes out of texts, and what music-metadata splits at. */
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(isShown);
const latin = fc
  .array(fc.integer({ min: 0x20, max: 0x7e }), { minLength: 1, maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes))
  .filter(isShown);

function isShown(value: string): boolean {
  return value === value.trim() && !/[\p{C}\p{Z}/;]|\s\s/u.test(value.replaceAll(' ', '')) && !value.includes('  ');
}

const encoded = fc
  .constantFrom<Encoding>('latin1', 'utf16', 'utf16be', 'utf8')
  .chain((encoding) => (encoding === 'latin1' ? latin : text).map((value) => textBody(value, encoding)));

const song = fc.record({
  version: fc.constantFrom(3 as const, 4 as const),
  frames: fc.record({ TIT2: encoded, TPE1: encoded, TALB: encoded, TPE2: encoded }),
  track: fc.integer({ min: 1, max: 99 }),
  pictureBytes: fc.integer({ min: 10, max: 9_000 }),
  isPictureFirst: fc.boolean(),
  paddingBytes: fc.integer({ min: 0, max: 3_000 }),
});

it('reads of a sound tag what music-metadata reads', async () => {
  await fc.assert(
    fc.asyncProperty(song, async ({ version, frames, track, pictureBytes, isPictureFirst, paddingBytes }) => {
      const picture: Id3Body = ['APIC', pictureBody(Buffer.alloc(pictureBytes, 0xd8))];
      const texts: Id3Body[] = [...Object.entries(frames), ['TRCK', textBody(`${track}/99`)]];
      const tag = id3Tag(isPictureFirst ? [picture, ...texts] : [...texts, picture], { version, paddingBytes });
      const file = Buffer.concat([tag, SOUND]);

      const ours = readSong(sourceOf(file), 'mp3', 'whole');
      const { common, format } = await parseBuffer(file, { mimeType: 'audio/mpeg' });

      expect(ours).toMatchObject({
        title: common.title,
        artist: common.artist,
        album: common.album,
        albumArtist: common.albumartist,
        trackNumber: common.track.no,
        hasPicture: true,
        sampleRate: format.sampleRate,
      });
      expect(ours?.durationMs).toBe(Math.round(((60 * 1_152) / 44_100) * 1_000));
    }),
    { numRuns: RUNS },
  );
});

const seeds = [
  Buffer.concat([
    id3Tag([
      ['TIT2', textBody('Ace')],
      ['APIC', pictureBody(Buffer.alloc(500))],
    ]),
    SOUND,
  ]),
  Buffer.concat([id3Tag([['TIT2', textBody('Ace', 'utf16')]], { version: 3, isUnsynchronised: true }), SOUND]),
  Buffer.concat([id3Tag([['TIT2', textBody('Ace')]], { isCompressed: true, hasExtendedHeader: true }), SOUND]),
  Buffer.from('fLaC\0\0\0\x22'.padEnd(60, '\x04') + '\x84\0\0\x20'.padEnd(90, '\x01'), 'latin1'),
  Buffer.from(
    'OggS\0\x02'.padEnd(26, '\0') + '\x01\x1e\x01vorbis'.padEnd(32, '\x01') + 'OggS'.padEnd(90, '\x02'),
    'latin1',
  ),
  Buffer.from('\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\x30moov\0\0\0\x20mvhd'.padEnd(90, '\x01'), 'latin1'),
  Buffer.from(
    'RIFF\xff\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0'.padEnd(60, '\x01') + 'data\x10\0\0\0'.padEnd(40, '\0'),
    'latin1',
  ),
  Buffer.from('RIFF\xff\0\0\0AVI LIST\x40\0\0\0hdrlavih\x38\0\0\0'.padEnd(120, '\x01'), 'latin1'),
  Buffer.from(
    '\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\xff\x15\x49\xa9\x66\x8a\x2a\xd7\xb1\x83\x0f\x42\x40'.padEnd(90, '\x44'),
    'latin1',
  ),
];

it('never throws and never asks for much, whatever is changed in a file', () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...seeds), changes, fc.nat(), (seed, list, cut) => {
      const file = Buffer.from(seed);
      for (const [at, byte] of list) file[at % Math.min(file.length, 200)] = byte;
      const bytes = sourceOf(cut % 3 === 0 ? file.subarray(0, cut % file.length) : file);
      let asked = 0;
      const source = {
        sizeBytes: bytes.sizeBytes,
        read: (start: number, end: number) => {
          expect(start).toBeGreaterThanOrEqual(0);
          asked += 1;
          return bytes.read(start, end);
        },
      };
      readSong(source, 'mp3', 'whole');
      readFilm(source);
      expect(asked).toBeLessThan(5_000);
    }),
    { numRuns: RUNS * 10 },
  );
});
