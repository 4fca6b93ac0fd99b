/** A PNG header that promises `edge` pixels a side, and a little of them. */
export function bombPng(edge: number): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(8);
  size.writeUInt32BE(edge, 0);
  size.writeUInt32BE(edge, 4);
  const rest = Buffer.from('0800000000', 'hex');
  return Buffer.concat([header, size, rest, Buffer.alloc(400)]);
}

/** A GIF of `edge` pixels a side and a thousand frames of as many. */
export function bombGif(edge: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(edge, 0);
  size.writeUInt16LE(edge, 2);
  const head = Buffer.concat([Buffer.from('GIF89a'), size, Buffer.from('800000000000ffffff', 'hex')]);
  const frame = Buffer.from('2c00000000ffffffff0002024401', 'hex');
  return Buffer.concat([
    head,
    ...Array<Buffer>(1_000).fill(Buffer.concat([frame, Buffer.from([0])])),
    Buffer.from(';'),
  ]);
}
