import type { VolumeId } from '#contract/entities/ids';
import type { SkippedFile, Volume } from '#contract/entities/volume';
import type { HandlersOf } from '#contract/routes';
import type { EventSink } from '#kernel/event-bus';
import { withLimit } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import type { MountTable, MountedVolume, ScanRunner, SongKeepsakes, VolumeEjector, VolumeIndex } from '#library/ports';
import { shownPath } from '#library/scan/path-bytes';
import { AtMostEvery } from '#library/scan/at-most-every';
import { VolumeNotEjectable, VolumeNotFound, VolumeOffline } from '#library/volumes/volume-errors';
import { DEMO_VOLUME_ID } from '#library/volumes/volume-id';
import { toVolume } from '#library/volumes/volume-view';
import { VolumeScan } from '#library/volumes/volume-scan';

export interface VolumeServiceDeps {
  readonly mountTable: MountTable;
  readonly ejector: VolumeEjector;
  readonly index: VolumeIndex;
  readonly runner: ScanRunner;
  readonly afterScan?: (volume: MountedVolume, signal: AbortSignal) => Promise<void>;
  readonly events: EventSink;
  readonly keepsakes: SongKeepsakes;
  readonly notices: Pick<NoticeBoard, 'post' | 'clear'>;
  readonly logger: Logger;
}

export interface VolumeChange {
  readonly volumeId: VolumeId;
  readonly label: string;
  readonly isOnline: boolean;
}

type Routes = 'listVolumes' | 'scanVolume' | 'ejectVolume' | 'listSkipped';

interface InVolume {
  readonly mounted: MountedVolume;
  readonly scan: VolumeScan;
}

/** Progress goes out at most 4 times a second. */
const PUBLISH_GAP_MS = 250;
const EJECT_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 800;

/** Which sticks are in: shows them at once, looks through them, and hides them the moment that they are pulled. */
export class VolumeService implements HandlersOf<Routes> {
  readonly name = 'volumes';
  readonly #deps: VolumeServiceDeps;
  readonly #in = new Map<VolumeId, InVolume>();
  readonly #ejecting = new Set<VolumeId>();
  readonly #listeners = new Set<(change: VolumeChange) => void>();
  readonly #publishing: AtMostEvery;
  /** Scans of pulled sticks that have not ended yet. */
  readonly #endings = new Map<VolumeId, Promise<void>>();
  #reported: readonly MountedVolume[] = [];
  #isStopped = false;

  constructor(deps: VolumeServiceDeps) {
    this.#deps = deps;
    this.#publishing = new AtMostEvery(PUBLISH_GAP_MS, () => this.#publish());
  }

  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#deps.mountTable.start((mounted, twice) => {
      this.#reported = mounted;
      this.#update();
      this.#reportTwice(twice);
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#publishing.cancel();
    const ending = [...this.#in.values()].map(({ scan }) => scan.end());
    await this.#deps.mountTable.stop();
    await withLimit(Promise.all([...ending, ...this.#endings.values()]), STOP_LIMIT_MS, 'scans did not end');
  }

  /** Hears of each volume that comes or goes, after lists and locators know it. Gives back its undo. */
  onChange(listener: (change: VolumeChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  isOnline(id: VolumeId): boolean {
    return this.#in.has(id);
  }

  listVolumes = (): Volume[] => {
    const known = new Map(this.#deps.index.known().map((volume) => [volume.id, volume]));
    const online = [...this.#in].map(([id, { mounted, scan }]) =>
      toVolume(id, { mounted, known: known.get(id), progress: scan.progress, lastScan: scan.lastSummary }),
    );
    const away = [...known.values()]
      .filter(({ id }) => !this.#in.has(id) && id !== DEMO_VOLUME_ID)
      .sort((a, b) => a.label.localeCompare(b.label))
      .map((volume) =>
        toVolume(volume.id, { mounted: undefined, known: volume, progress: undefined, lastScan: undefined }),
      );
    return [...online, ...away];
  };

  scanVolume = ({ id }: { readonly id: VolumeId }): Volume => {
    this.#inOrThrow(id).scan.restart();
    return this.#volume(id);
  };

  /** Looks through all that is in again, after the index was replaced. */
  scanAll(): void {
    this.#showInIndex();
    for (const { mounted, scan } of this.#in.values()) {
      scan.restart();
      this.#deps.events.publish({ type: 'library.changed', volumeId: mounted.id });
    }
  }

  ejectVolume = async ({ id }: { readonly id: VolumeId }): Promise<Volume> => {
    const { mounted } = this.#inOrThrow(id);
    if (mounted.device === undefined) throw new VolumeNotEjectable(id, mounted.label);
    this.#ejecting.add(id);
    try {
      this.#update();
      await this.#endings.get(id);
      await this.#deps.ejector.eject(mounted.device, AbortSignal.timeout(EJECT_LIMIT_MS));
      // Until the mount table has seen it too, the volume must not come back.
      this.#reported = this.#reported.filter((volume) => volume.id !== id);
    } finally {
      this.#ejecting.delete(id);
      this.#update();
    }
    return this.#volume(id, mounted);
  };

  listSkipped = ({ id }: { readonly id: VolumeId }): SkippedFile[] => {
    const isKnown = this.#in.has(id) || this.#deps.index.known().some((volume) => volume.id === id);
    if (!isKnown) throw new VolumeNotFound(id);
    return [...(this.#in.get(id)?.scan.skippedFolders ?? []), ...this.#deps.index.skipped(id)];
  };

  #update(): void {
    if (this.#isStopped) return;
    const wanted = this.#reported.filter((volume) => !this.#ejecting.has(volume.id));
    const isStill = (mounted: MountedVolume) =>
      wanted.some((volume) => volume.id === mounted.id && volume.mountPoint.equals(mounted.mountPoint));
    const gone = [...this.#in.values()].filter(({ mounted }) => !isStill(mounted));
    for (const volume of gone) this.#take(volume);
    const came = wanted.filter((volume) => !this.#in.has(volume.id));
    for (const mounted of came) this.#in.set(mounted.id, { mounted, scan: this.#newScan(mounted) });

    this.#showInIndex();
    const moved = new Set(came.map((volume) => volume.id));
    for (const { mounted } of gone) if (!moved.has(mounted.id)) this.#tell(mounted, false);
    for (const mounted of came) this.#tell(mounted, true);
    this.#publishing.request();
    this.#publishing.flush();
    for (const { id } of came) void this.#scanWhenFree(id);
  }

  /** A stick that is back waits for the end of its last scan: two never write the same rows. */
  async #scanWhenFree(id: VolumeId): Promise<void> {
    const scan = this.#in.get(id)?.scan;
    await this.#endings.get(id);
    if (scan !== undefined && this.#in.get(id)?.scan === scan && !this.#isStopped) scan.restart();
  }

  #take({ mounted, scan }: InVolume): void {
    this.#in.delete(mounted.id);
    const ending = Promise.all([this.#endings.get(mounted.id), scan.end()]).then(() => {
      if (this.#endings.get(mounted.id) === ending) this.#endings.delete(mounted.id);
    });
    this.#endings.set(mounted.id, ending);
  }

  #newScan(mounted: MountedVolume): VolumeScan {
    const { runner, index, events, keepsakes, logger, afterScan } = this.#deps;
    return new VolumeScan({
      ...(afterScan && { afterwards: afterScan }),
      runner,
      logger,
      volume: mounted,
      countSkipped: () => index.skipped(mounted.id).length,
      onProgress: () => this.#publishing.request(),
      onLibraryChanged: () => {
        events.publish({ type: 'library.changed', volumeId: mounted.id });
        this.#publishing.request();
      },
      onIndexFull: (isFull) => this.#reportFull(mounted, isFull),
      onMoved: (moves) => {
        keepsakes.follow(moves).catch((error: unknown) => {
          // The next scan tells it again.
          logger.warn({ err: error, volumeId: mounted.id }, 'what is kept of moved songs did not follow');
        });
      },
    });
  }

  /** Volumes known from before are shown as away; the demo not at all while it is not in. */
  #showInIndex(): void {
    const online = [...this.#in.values()].map(({ mounted: { id, mountPoint } }) => ({
      id,
      isOnline: true,
      mountPoint,
    }));
    const away = this.#deps.index
      .known()
      .filter(({ id }) => !this.#in.has(id) && id !== DEMO_VOLUME_ID)
      .map(({ id }) => ({ id, isOnline: false, mountPoint: NOWHERE }));
    this.#deps.index.setVisible([...online, ...away]);
  }

  #tell({ id, label, mountPoint }: MountedVolume, isOnline: boolean): void {
    this.#deps.logger.info({ volumeId: id, label, mountPoint: shownPath(mountPoint), isOnline }, 'volume changed');
    this.#deps.events.publish({ type: 'library.changed', volumeId: id });
    for (const listener of this.#listeners) listener({ volumeId: id, label, isOnline });
  }

  #reportTwice(twice: readonly MountedVolume[]): void {
    this.#deps.notices.clear('volume_twice');
    for (const { id, label, mountPoint } of twice) {
      const used = this.#in.get(id)?.mounted.mountPoint;
      const message =
        used?.equals(mountPoint) === true
          ? `${label} is named twice, and is there once: ${shownPath(mountPoint)}`
          : `${label} is there twice; ${used ? `${shownPath(used)} is in use, ` : ''}the copy at ${shownPath(mountPoint)} is left out`;
      this.#deps.notices.post({ code: 'volume_twice', level: 'warning', message, volumeId: id });
    }
  }

  #reportFull({ id, label }: MountedVolume, isFull: boolean): void {
    const message = `The card is full: what ${label} holds is listed only in part until there is room`;
    if (isFull) this.#deps.notices.post({ code: 'index_full', level: 'error', message, volumeId: id });
    else this.#deps.notices.clear('index_full', { volumeId: id });
  }

  #publish(): void {
    this.#deps.events.publish({ type: 'volumes.changed', volumes: this.listVolumes() });
  }

  #inOrThrow(id: VolumeId): InVolume {
    const volume = this.#in.get(id);
    if (volume !== undefined) return volume;
    const known = this.#deps.index.known().find((one) => one.id === id && id !== DEMO_VOLUME_ID);
    throw known === undefined ? new VolumeNotFound(id) : new VolumeOffline(id, known.label);
  }

  /** `fallback`: a stick that was ejected before anything of it was indexed. */
  #volume(id: VolumeId, fallback?: MountedVolume): Volume {
    const listed = this.listVolumes().find((volume) => volume.id === id);
    if (listed !== undefined) return listed;
    if (fallback === undefined) throw new VolumeNotFound(id);
    const away = toVolume(id, { mounted: fallback, known: undefined, progress: undefined, lastScan: undefined });
    return { ...away, isOnline: false, mountPoint: null };
  }
}

const NOWHERE = Buffer.alloc(0);
