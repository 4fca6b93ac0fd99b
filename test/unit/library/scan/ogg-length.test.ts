import { expect, it } from 'vitest';

import { oggSeconds } from '#library/scan/ogg-length';

function page(granule: bigint, flags: number, packet: Buffer, serial = 7): Buffer {
  const header = Buffer.alloc(28);
  header.write('OggS');
  header.writeUInt8(flags, 5);
  header.writeBigInt64LE(granule, 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  return Buffer.concat([header, packet]);
}

function head(codec: string, fill: (packet: Buffer) => void): Buffer {
  const packet = Buffer.alloc(60);
  packet.write(codec, 'latin1');
  fill(packet);
  return page(0n, 2, packet);
}

const vorbis = head('\x01vorbis', (packet) => packet.writeUInt32LE(44_100, 12));
const opus = head('OpusHead', (packet) => packet.writeUInt16LE(312, 10));

it('reckons the length of Vorbis by its rate', () => {
  expect(oggSeconds(vorbis, page(88_200n, 4, Buffer.alloc(9)))).toBe(2);
});

it('reckons the length of Opus at 48 kHz, without what is skipped', () => {
  expect(oggSeconds(opus, page(96_312n, 4, Buffer.alloc(9)))).toBe(2);
});

it('passes over pages of other streams and those on which no packet ends', () => {
  const tail = Buffer.concat([
    page(44_100n, 0, Buffer.alloc(9)),
    page(-1n, 0, Buffer.alloc(9)),
    page(999_999n, 4, Buffer.alloc(9), 8),
  ]);
  expect(oggSeconds(vorbis, tail)).toBe(1);
});

it('says nothing about other codecs, short heads and ends without a page', () => {
  expect(
    oggSeconds(
      head('Speex   ', () => undefined),
      page(1n, 4, Buffer.alloc(9)),
    ),
  ).toBeUndefined();
  expect(oggSeconds(vorbis.subarray(0, 30), page(1n, 4, Buffer.alloc(9)))).toBeUndefined();
  expect(oggSeconds(vorbis, Buffer.alloc(100))).toBeUndefined();
});
