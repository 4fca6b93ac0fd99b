import type { FolderId, TrackId } from '#contract/entities/ids';
import type { SongMove, SpokenMarks } from '#library/ports';

export interface FollowMarksDeps {
  readonly marks: SpokenMarks;
  /** The folders of a song, from the whole stick down; also of one that is gone from where it was. */
  readonly foldersAbove: (id: TrackId) => readonly FolderId[];
  /** The songs that stand in a folder now, or below it. */
  readonly songsBelow: (id: FolderId) => readonly TrackId[];
}

/**
 * Lets what somebody said of a folder go with it when it is renamed or moved: with all that was in it, and nothing else
 * stands where it went. A song that was only taken out of such a folder takes nothing along.
 */
export function followMarks(moves: readonly SongMove[], { marks, foldersAbove, songsBelow }: FollowMarksDeps): void {
  const targets = new Map<FolderId, Set<FolderId>>();
  for (const { from, to } of moves) {
    for (const [before, after] of pairedFromBelow(foldersAbove(from), foldersAbove(to))) {
      if (before === after || marks.of(before) === undefined) continue;
      targets.set(before, (targets.get(before) ?? new Set()).add(after));
    }
  }
  const moved = new Set(moves.map(({ to }) => to));
  for (const [before, [after, ...others]] of [...targets].map(([id, set]) => [id, [...set]] as const)) {
    const isMarked = marks.of(before);
    if (isMarked === undefined || after === undefined || others.length > 0) continue;
    const isWholeFolder = songsBelow(before).length === 0 && songsBelow(after).every((id) => moved.has(id));
    if (!isWholeFolder || marks.of(after) !== undefined) continue;
    marks.keep(after, isMarked);
    marks.drop(before);
  }
}

/** The folder that holds the song with that which held it, and so on up. */
function pairedFromBelow(before: readonly FolderId[], after: readonly FolderId[]): (readonly [FolderId, FolderId])[] {
  const up = after.toReversed();
  return before.toReversed().flatMap((id, step) => {
    const other = up[step];
    return other === undefined ? [] : [[id, other] as const];
  });
}
