import { between, type Random } from '#test/torture/random';

const WHERE_TAGS_ARE = 2_048;
const EVIL = [0, 1, 0x7f, 0x80, 0xff];

/** A file as strangers and failing sticks make them: bytes and sizes changed, pieces gone, twice there, or cut off. */
export function mutated(seed: Buffer, random: Random): Buffer {
  let file = Buffer.from(seed);
  const rounds = 1 + Math.floor(random() * random() * 8);
  for (let round = 0; round < rounds; round += 1) file = once(file, random);
  return file;
}

function once(file: Buffer, random: Random): Buffer<ArrayBuffer> {
  const at = place(file, random);
  const length = 1 + Math.floor(random() * random() * 600);
  switch (Math.floor(random() * 7)) {
    case 0:
      file[at] = Math.floor(between(random, 0, 256));
      break;
    case 1:
      file[at] = EVIL[Math.floor(random() * EVIL.length)] ?? 0;
      break;
    case 2:
      // A size of four bytes, as large or small as it can be.
      if (at + 4 <= file.length) file.writeUInt32BE(Math.floor(random() * 4) * 0x55555555, at);
      break;
    case 3:
      file[at] = (file[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      break;
    case 4:
      return Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
    case 5:
      return Buffer.concat([file.subarray(0, at + length), file.subarray(at)]);
    default:
      return random() < 0.2
        ? Buffer.from(file.subarray(0, at))
        : Buffer.from(file.fill(file[0] ?? 0, at, Math.min(at + 8, file.length)));
  }
  return Buffer.from(file);
}

/** Mostly where tags are; now and then anywhere. */
function place(file: Buffer, random: Random): number {
  const within = random() < 0.8 ? Math.min(file.length, WHERE_TAGS_ARE) : file.length;
  return Math.floor(random() * Math.max(1, within));
}
