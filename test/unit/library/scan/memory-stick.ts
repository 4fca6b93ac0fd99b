import type { DirectoryReader, FileFacts } from '#library/scan/scan-ports';

export interface MemoryFile {
  readonly size?: number;
  readonly mtimeMs?: number;
  readonly type?: 'file' | 'other';
}

/** A stick mounted at `/stick`: `files` by path, missing folders made up. */
export class MemoryStick implements DirectoryReader {
  readonly files = new Map<string, MemoryFile>();
  readonly unreadable = new Set<string>();
  /** Folders on which another file system is mounted. */
  readonly otherDevices = new Set<string>();
  identity = '1:2';
  isGone = false;
  looks = 0;

  constructor(files: Readonly<Record<string, MemoryFile>> = {}) {
    for (const [path, file] of Object.entries(files)) this.files.set(path, file);
  }

  *entries(folder: Buffer) {
    const path = relative(folder);
    if (this.isGone || this.unreadable.has(path)) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    const prefix = path === '' ? '' : `${path}/`;
    const inside = [...this.files].filter(([name]) => name.startsWith(prefix));
    const seen = new Set<string>();
    for (const [name, file] of inside) {
      const [first = '', ...rest] = name.slice(prefix.length).split('/');
      if (seen.has(first)) continue;
      seen.add(first);
      yield { name: Buffer.from(first), type: rest.length > 0 ? ('folder' as const) : (file.type ?? 'file') };
    }
  }

  facts(path: Buffer): FileFacts {
    this.looks += 1;
    const name = relative(path);
    if (this.isGone) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    const file = this.files.get(name);
    return {
      device: this.otherDevices.has(name) ? 'other' : 'stick',
      identity: this.identity,
      isFile: file !== undefined,
      sizeBytes: file?.size ?? 1,
      mtimeMs: file?.mtimeMs ?? 1,
    };
  }
}

function relative(path: Buffer): string {
  return path.toString().replace(/^\/stick\/?/u, '');
}
