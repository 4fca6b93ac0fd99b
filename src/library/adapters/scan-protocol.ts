import type { VolumeId } from '#contract/entities/ids';
import type { SongMove } from '#library/ports';
import type { ScanPhase, ScanSummary, SkippedFile } from '#contract/entities/volume';

// What goes between the service's thread and the scan's.

/** What the scan's thread is started with. */
export interface ScanWorkerData {
  /** Where library.db lies. */
  readonly dataFolder: string;
  readonly artworkFolder: string;
  /** Commands by name or path. */
  readonly ffprobe: string;
  readonly ffmpeg: string;
}

export interface WireScanRequest {
  readonly volumeId: VolumeId;
  readonly label: string;
  readonly mountPoint: Uint8Array;
  readonly isForced: boolean;
}

export type ToScanWorker =
  | { readonly type: 'scan'; readonly jobId: number; readonly request: WireScanRequest }
  | { readonly type: 'measure'; readonly jobId: number; readonly request: Omit<WireScanRequest, 'label' | 'isForced'> }
  | { readonly type: 'cancel'; readonly jobId: number }
  /** A stick that is new to this start of the machine is about to be looked through. */
  | { readonly type: 'prepare' }
  /** Ends all scans and children, closes the database and exits. */
  | { readonly type: 'stop' };

export type FromScanWorker =
  | {
      readonly type: 'progress';
      readonly jobId: number;
      readonly progress: { readonly phase: ScanPhase; readonly filesSeen: number; readonly filesDone: number };
    }
  | { readonly type: 'libraryChanged'; readonly jobId: number }
  | { readonly type: 'skippedFolders'; readonly jobId: number; readonly skipped: readonly SkippedFile[] }
  | { readonly type: 'moved'; readonly jobId: number; readonly moves: readonly SongMove[] }
  | { readonly type: 'finished'; readonly jobId: number; readonly summary: ScanSummary }
  | { readonly type: 'measured'; readonly jobId: number }
  | { readonly type: 'cancelled'; readonly jobId: number }
  | { readonly type: 'gone'; readonly jobId: number }
  | { readonly type: 'full'; readonly jobId: number }
  | { readonly type: 'failed'; readonly jobId: number; readonly reason: string }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly fields: Record<string, unknown>;
      readonly message: string;
    };
