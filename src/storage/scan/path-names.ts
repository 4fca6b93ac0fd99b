const SLASH = 0x2f;

/** The last name of a path, as bytes. */
export function nameOf(path: Buffer): Buffer {
  return path.subarray(path.lastIndexOf(SLASH) + 1);
}

/** The folder that a path stands in; the empty path is the volume itself. */
export function parentOf(path: Buffer): Buffer {
  return path.subarray(0, Math.max(path.lastIndexOf(SLASH), 0));
}

/** A path and all folders above it, the volume first. */
export function withAncestors(folder: Buffer): readonly Buffer[] {
  const chain: Buffer[] = [];
  for (let path = folder; path.length > 0; path = parentOf(path)) chain.unshift(path);
  return [Buffer.alloc(0), ...chain];
}

export function namesIn(path: Buffer): readonly Buffer[] {
  return withAncestors(path).slice(1).map(nameOf);
}
