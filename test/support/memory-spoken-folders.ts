import type { FolderId } from '#contract/entities/ids';
import type { SpokenMarks } from '#library/ports';

/** As state.db would keep them. */
export function memorySpokenFolders(): SpokenMarks {
  const marks = new Map<FolderId, boolean>();
  return {
    of: (id) => marks.get(id),
    keep: (id, isSpoken) => void marks.set(id, isSpoken),
    drop: (id) => void marks.delete(id),
  };
}
