import { describe, expect, it } from 'vitest';

import { id3v2Layout, resynchronised } from '#library/scan/id3v2-layout';

const syncSafe = (value: number) => Buffer.from([21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f));

function frame(version: 2 | 3 | 4, id: string, body: Buffer): Buffer {
  if (version === 2)
    return Buffer.concat([Buffer.from(id), Buffer.from([0, body.length >> 8, body.length & 0xff]), body]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from(id), version === 4 ? syncSafe(body.length) : size, Buffer.alloc(2), body]);
}

function tag(version: 2 | 3 | 4, flags: number, ...frames: Buffer[]): Buffer {
  const body = Buffer.concat([...frames, Buffer.alloc(20)]);
  return Buffer.concat([Buffer.from(`ID3`), Buffer.from([version, 0, flags]), syncSafe(body.length), body]);
}

const layoutOf = (file: Buffer) => id3v2Layout((start, end) => file.subarray(start, end));

describe('the layout of an ID3v2 tag', () => {
  it.each([
    [2, 'TT2', 'PIC', 6],
    [3, 'TIT2', 'APIC', 10],
    [4, 'TIT2', 'APIC', 10],
  ] as const)('tells where the picture lies in version 2.%i', (version, title, picture, headerBytes) => {
    const text = frame(version, title, Buffer.from('\x03Ace'));
    const file = tag(version, 0, text, frame(version, picture, Buffer.alloc(300)));

    const start = 10 + text.length + headerBytes;
    expect(layoutOf(file)).toEqual(
      expect.objectContaining({
        end: file.length,
        hasPicture: true,
        attachments: [expect.objectContaining({ start, end: start + 300 })],
      }),
    );
  });

  it('has no picture where there is none, and is none where there is no tag', () => {
    expect(layoutOf(tag(4, 0, frame(4, 'TIT2', Buffer.from('\x03A'))))?.hasPicture).toBe(false);
    expect(layoutOf(Buffer.from('\xff\xfb\x90\x00fLaC        ', 'latin1'))).toBeUndefined();
    expect(layoutOf(Buffer.from('ID3'))).toBeUndefined();
  });

  it('believes no frame that is longer than the tag', () => {
    const huge = frame(3, 'APIC', Buffer.alloc(10));
    huge.writeUInt32BE(0x7fffffff, 4);
    expect(layoutOf(tag(3, 0, huge))).toMatchObject({ attachments: [], hasPicture: false });
  });

  it('leaves a tag that is unsynchronised as a whole to be undone first', () => {
    expect(layoutOf(tag(3, 0x80, frame(3, 'APIC', Buffer.alloc(9))))).toMatchObject({
      isUnsynchronised: true,
      attachments: [],
    });
  });
});

it('undoes unsynchronisation, and keeps the length', () => {
  const undone = resynchronised(
    Buffer.from([0x49, 0x44, 0x33, 3, 0, 0x80, 0, 0, 0, 9, 0xff, 0x00, 0xfe, 0xff, 0x00, 0x00, 1]),
  );
  expect([...undone]).toEqual([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 9, 0xff, 0xfe, 0xff, 0x00, 1, 0, 0]);
});
