import type { VolumeId } from '#contract/entities/ids';
import { scanSummary, type ScanSummary, type SkippedFile } from '#contract/entities/volume';
import type { KnownVolume, VolumeIndex } from '#library/ports';
import { LastKnown } from '#storage/library/last-known';
import type { VisibleVolume, VisibleVolumes } from '#storage/library/visible-volumes';
import type { Db } from '#storage/sqlite/db';

type VolumeRow = Omit<KnownVolume, 'lastScan'> & { readonly lastScan: string | null };

export class VolumeRepository implements VolumeIndex {
  readonly #visible: VisibleVolumes;
  readonly #all;
  readonly #skipped;
  readonly #lastKnown = new LastKnown<readonly KnownVolume[]>();

  constructor(db: Db, visible: VisibleVolumes) {
    this.#visible = visible;
    this.#all = db.prepare<[], VolumeRow>(`
      SELECT o.id, o.label, o.last_scan AS lastScan,
             (SELECT count(*) FROM track WHERE volume_id = o.id AND is_present = 1) AS trackCount,
             (SELECT count(*) FROM video WHERE volume_id = o.id AND is_present = 1) AS videoCount
        FROM volume o ORDER BY o.label, o.id`);
    this.#skipped = db.prepare<{ id: VolumeId }, SkippedFile>(`
      SELECT path_shown AS path, skip_reason AS reason FROM file
       WHERE volume_id = :id AND skip_reason IS NOT NULL AND is_present = 1 ORDER BY path`);
  }

  known(): readonly KnownVolume[] {
    const read = () => this.#all.all().map(({ lastScan, ...row }) => ({ ...row, lastScan: readSummary(lastScan) }));
    return this.#lastKnown.get('', read) ?? [];
  }

  skipped(id: VolumeId): readonly SkippedFile[] {
    return this.#skipped.all({ id });
  }

  setVisible(volumes: readonly VisibleVolume[]): void {
    this.#visible.set(volumes);
  }
}

function readSummary(json: string | null): ScanSummary | undefined {
  return json === null ? undefined : scanSummary.safeParse(JSON.parse(json)).data;
}
