const SLASH = Buffer.from('/');

/** `folder` is relative to the stick, and empty for its root. */
export function joinPath(folder: Buffer, name: Buffer): Buffer {
  return folder.length === 0 ? name : Buffer.concat([folder, SLASH, name]);
}

/** Absolute path of a file of the stick. */
export function onStick(mountPoint: Buffer, path: Buffer): Buffer {
  return path.length === 0 ? mountPoint : Buffer.concat([mountPoint, SLASH, path]);
}

/** The bytes of a path as a map key: one character per byte, so that nothing is lost. */
export function pathKey(path: Buffer): string {
  return path.toString('latin1');
}

export function pathOfKey(key: string): Buffer {
  return Buffer.from(key, 'latin1');
}

/** For logs and lists; invalid bytes are replaced. */
export function shownPath(path: Buffer): string {
  return path.toString('utf8');
}

export function baseNameOf(path: Buffer): Buffer {
  return path.subarray(path.lastIndexOf(SLASH) + 1);
}

export function folderOf(path: Buffer): Buffer {
  return path.subarray(0, Math.max(path.lastIndexOf(SLASH), 0));
}
