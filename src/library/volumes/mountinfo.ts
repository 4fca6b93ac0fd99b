/** One line of /proc/self/mountinfo (proc(5)), with its escapes undone. */
export interface MountEntry {
  /** Of the mount itself; the kernel may give it out again. */
  readonly mountId: string;
  /** `8:1`. */
  readonly deviceNumber: string;
  /** Folder of the file system that is mounted; `/` unless it is a bind mount. */
  readonly root: string;
  readonly mountPoint: Buffer;
  readonly fileSystem: string;
  /** `/dev/sda1`, or a name that means nothing. */
  readonly source: string;
}

/** Mounts in the order in which they were made; of several on one folder, the last hides the others. */
export function parseMountinfo(content: Buffer): MountEntry[] {
  const byPlace = new Map<string, MountEntry>();
  for (const line of content.toString('latin1').split('\n')) {
    const entry = parseLine(line);
    if (entry === undefined) continue;
    const place = entry.mountPoint.toString('latin1');
    byPlace.delete(place);
    byPlace.set(place, entry);
  }
  return [...byPlace.values()];
}

function parseLine(line: string): MountEntry | undefined {
  const [before = '', after = ''] = line.split(' - ');
  const [mountId = '', , deviceNumber, root, mountPoint] = before.split(' ');
  const [fileSystem, source] = after.split(' ');
  if (deviceNumber === undefined || root === undefined || mountPoint === undefined) return undefined;
  return {
    mountId,
    deviceNumber,
    root: unescapedBytes(root).toString('utf8'),
    mountPoint: unescapedBytes(mountPoint),
    fileSystem: fileSystem ?? '',
    source: unescapedBytes(source ?? '').toString('utf8'),
  };
}

/** The kernel writes blank, tab, newline and backslash as three octal digits. */
function unescapedBytes(text: string): Buffer {
  const plain = text.replaceAll(/\\([0-7]{3})/gu, (_all, digits: string) => String.fromCharCode(parseInt(digits, 8)));
  return Buffer.from(plain, 'latin1');
}
