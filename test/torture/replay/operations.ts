/** What a process did to its folder, as `recorder.c` wrote it down; `name` is relative to the folder, '' is the folder itself. */
export type Operation =
  | { readonly kind: 'open'; readonly name: string; readonly isTruncated: boolean }
  | { readonly kind: 'write'; readonly name: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly name: string; readonly length: number }
  | { readonly kind: 'sync'; readonly name: string }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string };

const HEAD_BYTES = 16;

/** Throws for a record that is cut off or of another format. */
export function readOperations(record: Buffer): Operation[] {
  const operations: Operation[] = [];
  for (let at = 0; at < record.length;) {
    const nameEnd = at + HEAD_BYTES + record.readUInt16LE(at + 2);
    const end = nameEnd + record.readUInt32LE(at + 4);
    if (end > record.length) throw new RangeError('The record is cut off');
    const name = record.toString('utf8', at + HEAD_BYTES, nameEnd);
    const offset = Number(record.readBigUInt64LE(at + 8));
    operations.push(toOperation(String.fromCharCode(record[at] ?? 0), name, offset, record.subarray(nameEnd, end)));
    at = end;
  }
  return operations;
}

function toOperation(kind: string, name: string, offset: number, data: Buffer): Operation {
  switch (kind) {
    case 'O':
      return { kind: 'open', name, isTruncated: offset === 1 };
    case 'W':
      return { kind: 'write', name, offset, data };
    case 'T':
      return { kind: 'truncate', name, length: offset };
    case 'S':
      return { kind: 'sync', name };
    case 'U':
      return { kind: 'unlink', name };
    case 'R':
      return { kind: 'rename', name, to: data.toString() };
    default:
      throw new RangeError(`The record holds an entry of kind "${kind}"`);
  }
}
