import type { MountedVolume } from '#library/ports';

export interface JoinedVolumes {
  readonly volumes: readonly MountedVolume[];
  /** Left out, because one with the same id came first. */
  readonly twice: readonly MountedVolume[];
}

/** A place that looks like a stick; `place` is the same for two ways to the same folder. */
export interface FoundVolume {
  readonly volume: MountedVolume;
  readonly place: string;
}

/** Each volume once: the place where it was seen first is kept while it lasts, so that what plays from it plays on. */
export function joinVolumes(found: readonly FoundVolume[], before: readonly MountedVolume[]): JoinedVolumes {
  const isBefore = ({ volume }: FoundVolume) =>
    before.some((known) => known.id === volume.id && known.mountPoint.equals(volume.mountPoint));
  const kept = new Set<FoundVolume>();
  const taken = new Set<string>();
  for (const one of [...found.filter(isBefore), ...found.filter((other) => !isBefore(other))]) {
    if (taken.has(one.volume.id) || taken.has(one.place)) continue;
    taken.add(one.volume.id).add(one.place);
    kept.add(one);
  }
  return {
    volumes: found.filter((one) => kept.has(one)).map(({ volume }) => volume),
    twice: found.filter((one) => !kept.has(one)).map(({ volume }) => volume),
  };
}

/** Whether anything about the volumes is different. */
export function areSameVolumes(a: readonly MountedVolume[], b: readonly MountedVolume[]): boolean {
  return a.length === b.length && a.every((volume, index) => isSame(volume, b[index]));
}

function isSame(a: MountedVolume, b: MountedVolume | undefined): boolean {
  return a.id === b?.id && a.label === b.label && a.device === b.device && a.mountPoint.equals(b.mountPoint);
}
