import type { FolderId, VolumeId } from '#contract/entities/ids';
import { folderId } from '#kernel/derive-id';
import { isSpokenFolder } from '#kernel/is-spoken';
import type { SpokenMarks } from '#library/ports';

const SLASH = Buffer.from('/');

/** The folders of a file, from the whole stick down; `path` is relative to the stick. */
export function foldersAbove(volumeId: VolumeId, path: Buffer): FolderId[] {
  const ends = [0, ...path.entries().flatMap(([at, byte]) => (byte === SLASH[0] ? [at] : []))];
  return ends.map((end) => folderId(volumeId, path.subarray(0, end)));
}

/** What somebody has said of the nearest folder around a file that anybody has said anything of. */
export function markAround(marks: Pick<SpokenMarks, 'of'>, volumeId: VolumeId, path: Buffer): boolean | undefined {
  return foldersAbove(volumeId, path)
    .reverse()
    .map((id) => marks.of(id))
    .find((mark) => mark !== undefined);
}

/** Whether what lies in a folder is spoken: as somebody said of it or of one above, else by its name. */
export function isSpokenPlace(
  marks: Pick<SpokenMarks, 'of'>,
  { volumeId, bytes, path }: { readonly volumeId: VolumeId; readonly bytes: Buffer; readonly path: string },
): boolean {
  const inside = bytes.length === 0 ? bytes : Buffer.concat([bytes, SLASH]);
  return markAround(marks, volumeId, inside) ?? isSpokenFolder(path);
}
