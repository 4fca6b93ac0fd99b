import type { ScanProgress, ScanSummary, Volume } from '#contract/entities/volume';
import type { KnownVolume, MountedVolume } from '#library/ports';
import { shownPath } from '#library/scan/path-bytes';

export interface VolumeState {
  readonly mounted: MountedVolume | undefined;
  readonly known: KnownVolume | undefined;
  readonly progress: ScanProgress | undefined;
  readonly lastScan: ScanSummary | undefined;
}

/** A volume as the screens see it; at least one of `mounted` and `known` is there. */
export function toVolume(id: Volume['id'], { mounted, known, progress, lastScan }: VolumeState): Volume {
  return {
    id,
    label: mounted?.label ?? known?.label ?? id,
    mountPoint: mounted === undefined ? null : shownPath(mounted.mountPoint),
    isOnline: mounted !== undefined,
    isDemo: mounted?.isDemo ?? false,
    isEjectable: mounted?.device !== undefined,
    trackCount: known?.trackCount ?? 0,
    videoCount: known?.videoCount ?? 0,
    scan: progress ?? null,
    lastScan: lastScan ?? known?.lastScan ?? null,
  };
}
